import * as assert from 'uvu/assert';
import { locate } from '../../functions/krm/locate.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { problemsOf } from '../../functions/krm/problems-of.ts';
import { suite } from '../suite.ts';

const read = (text: string) => {
  const { value = [], diagnostics } = parseFile('dir/a.yaml', Buffer.from(text));
  return { items: value, diagnostics: [...diagnostics, ...problemsOf(value)] };
};

const three = `# licence
---
apiVersion: v1
kind: A
metadata:
  name: one
--- # behind a marker
# about
apiVersion: v1
kind: B
metadata: {name: two}
text: |
  --- no marker
  ...
...
--- {apiVersion: v1, kind: C, metadata: {name: three}}
---
# nothing
`;

suite('parseFile', {
  'finds every document of a file, with its line and position'() {
    for (const text of [three, three.replaceAll('\n', '\r\n'), `\ufeff${three}`, `%YAML 1.1\n---\n${three}`]) {
      const { items, diagnostics } = read(text);
      assert.equal(diagnostics, []);
      const shift = text.startsWith('%') ? 2 : 0;
      assert.equal(
        items.map(({ id, source }) => [id.kind, id.name, source.file, source.index, (source.line ?? 0) - shift]),
        [
          ['A', 'one', 'dir/a.yaml', 0, 3],
          ['B', 'two', 'dir/a.yaml', 1, 8],
          ['C', 'three', 'dir/a.yaml', 2, 16],
        ],
        JSON.stringify(text),
      );
      assert.is(items[1]?.object.text, '--- no marker\n...\n');
    }
  },

  'tells what is wrong with one document and reads the others'() {
    const { items, diagnostics } = read(
      'apiVersion: v1\nkind: A\nmetadata: {name: a}\nx: [1, 2\n---\napiVersion: v1\nkind: B\nmetadata: {name: b}\n',
    );
    assert.equal(
      items.map(({ id }) => id.name),
      ['b'],
    );
    assert.equal(
      diagnostics.map(({ code, place }) => [code, place?.line, place?.column]),
      [['GI0003', 4, 4]],
    );
  },

  'notes what is no Kubernetes object, without calling it a mistake'() {
    const { diagnostics } = read('replicas: 3\n');
    assert.equal(
      diagnostics.map(({ code, severity }) => [code, severity]),
      [['GI0008', 'info']],
    );
    assert.equal(read('').diagnostics, []);
    assert.equal(read('---\n---\n# c\n').diagnostics, []);
  },

  'reads JSON and Lists'() {
    const { items } = read('{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}}]}');
    assert.equal(
      items.map(({ id }) => id.kind),
      ['List', 'A'],
    );
  },
});

const located = `# about
apiVersion: v1
kind: A
metadata:
  name: a
spec:
  hosts: [a.example.com, "b.example.com"]
  servers:
  - port:
      number: 443
  -   # empty
      name: x
  text: |
    several
    lines
  "quoted key": 'v'
  none:
`;

const at = (text: string, ...path: (string | number)[]) => {
  const [item] = read(text).items;
  if (item === undefined) throw new Error('no item');
  const { line, column, length, excerpt } = locate(item, path);
  return `${line}:${column} ${excerpt?.slice((column ?? 1) - 1, (column ?? 1) - 1 + (length ?? 0))}`;
};

suite('locate', {
  'finds values, and keys where the value takes several lines'() {
    assert.is(at(located, 'kind'), '3:7 A');
    assert.is(at(located, 'spec', 'hosts', 1), '7:26 "b.example.com"');
    assert.is(at(located, 'spec', 'hosts'), '7:10 [a.example.com, "b.example.com"]');
    assert.is(at(located, 'spec', 'servers', 0, 'port', 'number'), '10:15 443');
    assert.is(at(located, 'spec', 'servers', 0, 'port'), '9:5 port');
    assert.is(at(located, 'spec', 'servers', 1), '12:7 name');
    assert.is(at(located, 'spec', 'servers'), '8:3 servers');
    assert.is(at(located, 'spec', 'quoted key'), "16:17 'v'");
    assert.is(at(located, 'spec', 'text'), '13:9 |');
    assert.is(at(located, 'spec', 'none'), '17:3 none');
  },

  'goes to the nearest that is written, when the field is not'() {
    assert.is(at(located, 'spec', 'servers', 0, 'port', 'name'), '9:5 port');
    assert.is(at(located, 'spec', 'servers', 7, 'name'), '8:3 servers');
    assert.is(at(located, 'spec', 'hosts', 0, 'x'), '7:11 a.example.com');
    assert.is(at(located, 'status', 'x'), '2:1 apiVersion');
    assert.is(at(located), '2:1 apiVersion');
  },

  'counts the lines of the file, not of the document'() {
    assert.is(at(`# licence\n---\n${located}`, 'kind'), '5:7 A');
    assert.is(at(`--- {apiVersion: v1, kind: A, metadata: {name: a}}\n`, 'kind'), '1:28 A');
    assert.is(at(located.replaceAll('\n', '\r\n'), 'spec', 'none'), '17:3 none');
  },

  'finds the members of a List in their file'() {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n# b\n- apiVersion: v1\n  kind: B\n  metadata: {name: b}\n';
    const [, , second] = read(list).items;
    assert.equal(second && locate(second, ['kind']), {
      file: 'dir/a.yaml',
      index: 0,
      line: 10,
      column: 9,
      length: 1,
      excerpt: '  kind: B',
    });
    const json = read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } }] }))
      .items[1];
    assert.equal(json && locate(json, ['kind']), { file: 'dir/a.yaml', index: 0 }, 'no line is better than a wrong one');
  },

  'shows no line of a Secret'() {
    const [item] = read('apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: hunter2}\n').items;
    assert.equal(item && locate(item, ['data', 'a']), { file: 'dir/a.yaml', index: 0, line: 4, column: 11, length: 7 });
  },
});
