import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import type { Diagnostic } from '../../functions/diagnostics/diagnostic.ts';
import { readYaml } from '../../functions/krm/library-yaml.ts';
import { parseResourceList } from '../../functions/krm/parse-resource-list.ts';
import { problemsOf } from '../../functions/krm/problems-of.ts';
import type { ResourceList } from '../../functions/krm/resource-list.ts';
import { writeResourceList } from '../../functions/krm/write-resource-list.ts';
import { suite } from '../suite.ts';

const head = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n';
const thing = (rest = '') => `- apiVersion: v1\n  kind: Thing\n  metadata:\n    name: a\n${rest}`;
const list = (...items: string[]) => `${head}items:\n${items.join('')}`;

const read = (text: string | Buffer) => {
  const reading = parseResourceList(Buffer.from(text as string));
  const items = reading.value?.items ?? [];
  return { value: reading.value, items, all: [...reading.diagnostics, ...problemsOf(items)] };
};
const shown = ({ code, message, place }: Diagnostic) =>
  `${code} ${place?.line === undefined ? '' : `${place.line}:${place.column} `}${message}`;

const bomb = Array.from({ length: 9 }, (_, level) => {
  const entry = level === 0 ? 'x' : `*a${level - 1}`;
  return `  a${level}: &a${level} [${Array(10).fill(entry).join(', ')}]\n`;
}).join('');

/** What is wrong with an input, all of it. */
const hostile: Readonly<Record<string, readonly [string | Buffer, string]>> = {
  nothing: ['', 'GI0001 stdin is empty'],
  'blank lines': [' \n\r\n\n', 'GI0001 stdin is empty'],
  'a byte order mark': ['\ufeff', 'GI0001 stdin is empty'],
  'a line of a log': ['hello world\n', 'GI0002 stdin holds something else and not one ResourceList'],
  'a list': ['- a\n', 'GI0002 stdin holds something else and not one ResourceList'],
  'another kind': ['apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n', 'GI0002 stdin holds a "Secret" and not one ResourceList'],
  'an unknown version': [
    'apiVersion: config.kubernetes.io/v9\nkind: ResourceList\nitems: []\n',
    'GI0002 `apiVersion` "config.kubernetes.io/v9" of the ResourceList must be "config.kubernetes.io/v1" or "config.kubernetes.io/v1beta1"',
  ],
  'two of them': [`${list(thing())}---\n${list(thing())}`, 'GI0002 8:1 stdin holds more than one document and not one ResourceList'],
  'an unclosed quote': [list(thing('  a: "x\n  b: y\n')), 'GI0003 8:6 the quote that opens here is never closed'],
  'JSON that ends too early': [
    '{"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": [',
    'GI0003 1:1 the bracket that opens here is never closed',
  ],
  'tabs as indentation': [list(thing('  spec:\n\ta: 1\n')), 'GI0003 9:1 tabs must not be used for indentation'],
  'tabs as indentation in an item': [list(thing('  spec:\n  \ta: 1\n')), 'GI0003 9:3 tabs must not be used for indentation'],
  'an alias without an anchor': [list(thing('  a: *b\n')), 'GI0003 8:6 alias "*b" has no anchor before it'],
  'brackets beyond measure': [
    list(thing(`  a: ${'['.repeat(5000)}${']'.repeat(5000)}\n`)),
    'GI0003 4:3 the document is nested too deeply to be read',
  ],
  'a control character': [list(thing('  a: "\u0007"\n')), 'GI0003 8:7 control character \\x07 must not stand in YAML'],
  'a NUL byte': [list(thing('  a: \0\n')), 'GI0004 a NUL byte stands on line 8: this is no text'],
  'UTF-16': [Buffer.from(`\ufeff${list(thing())}`, 'utf16le'), 'GI0004 the text is in UTF-16 and must be in UTF-8'],
  'UTF-16 without a mark': [Buffer.from(list(thing()), 'utf16le'), 'GI0004 the text is in UTF-16 and must be in UTF-8'],
  'Latin-1': [Buffer.from(list(thing('  a: \u00e4\n')), 'latin1'), 'GI0004 the bytes on line 8 are not UTF-8'],
  'a key twice': [list(thing('  a: 1\n  b: 2\n  a: 2\n')), 'GI0005 10:3 key "a" is written twice in one map'],
  'items twice': [`${list(thing())}items: []\n`, 'GI0005 8:1 key "items" is written twice in one map'],
  'aliases that multiply': [list(thing(bomb)), 'GI0006 4:3 aliases are used more than 1000 times, nested uses multiplied'],
  'a prototype': [list(thing('  spec: {"__proto__": {a: 1}}\n')), 'GI0007 8:10 key "__proto__" must not be used'],
  'a number as an item': [`${head}items:\n- 5\n`, 'GI0008 4:3 item 1 is "5" and not an object'],
  'an empty item': [`${list(thing())}-\n`, 'GI0008 8:2 item 2 is empty and not an object'],
  'an item without a kind': [`${head}items:\n- apiVersion: v1\n  metadata: {name: a}\n`, 'GI0008 4:3 item 1 has no `kind`'],
  'an item with nothing': [`${head}items:\n- a: b\n`, 'GI0008 4:3 item 1 has no `apiVersion` and no `kind` and no `metadata.name`'],
  'a name that is a number': [
    `${head}items:\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: 007\n`,
    'GI0008 4:3 `metadata.name` "7" of item 1 must be a string',
  ],
  'items that are a map': [`${head}items: {}\n`, 'GI0009 `items` of the ResourceList must be a list'],
  'results that are a text': [`${head}items: []\nresults: none\n`, 'GI0009 `results` of the ResourceList must be a list'],
  'a config that is a list': [`${head}items: []\nfunctionConfig: []\n`, 'GI0009 `functionConfig` of the ResourceList must be an object'],
  'too much': [Buffer.alloc(100_000_000, 'a: b\n'), 'GI0010 input must not be larger than 64 MiB'],
};

suite(
  'hostile input: exactly one clear error',
  Object.fromEntries(
    Object.entries(hostile).map(([title, [input, expected]]) => [
      title,
      () => {
        const { all } = read(input as string);
        assert.equal(all.map(shown), [expected]);
        assert.is(all[0]?.severity, 'error');
      },
    ]),
  ),
);

suite('parseResourceList', {
  'cuts at dashes, but not at those in quoted text'() {
    const nameless = '- apiVersion: kustomize.config.k8s.io/v1beta1\n  kind: Kustomization\n  resources: [a]\n';
    const kinds = (text: string) => read(text).items.map(({ id }) => id.kind);
    assert.equal(kinds(list(thing(), nameless, thing())), ['Thing', 'Kustomization', 'Thing']);
    const quoted = (entry: string) => list(thing(`    namespace: b\n  data:\n    x: "a\n${entry}`), nameless);
    for (const entry of ['- b: c"\n', '- apiVersion: v1\n  kind: Thing\n  d: z"\n']) {
      const { items, all } = read(quoted(entry));
      assert.equal(
        items.map(({ id }) => id.kind),
        ['Thing', 'Kustomization'],
        entry,
      );
      assert.equal(all, []);
      assert.match(JSON.stringify(items[0]?.object.data), /"x":"a - /);
    }
  },

  'accepts every form that hosts send'() {
    for (const text of [
      list(thing()),
      list(thing()).replaceAll('\n', '\r\n'),
      `\ufeff${list(thing())}`,
      `---\n${list(thing())}...\n`,
      list(thing()).replace('/v1', '/v1beta1'),
      list(thing()).replaceAll(/^(?=[- ])/gm, '    '),
      list('- # comment\n  apiVersion: v1\n  kind: Thing\n  metadata:\n    name: a\n'),
      list('-\n  kind: Thing\n  apiVersion: v1\n  metadata: {"name": \'a\'}\n'),
      list('- metadata:\n    name: a\n  kind: !!str Thing\n  apiVersion: v1\n'),
      '"apiVersion": config.kubernetes.io/v1\n"kind": ResourceList\n"items":\n- apiVersion: v1\n  kind: Thing\n  metadata: {name: a}\n',
      `${head}functionConfig: {}\nitems: [{apiVersion: v1, kind: Thing, metadata: {name: a}}]\n`,
      JSON.stringify({
        kind: 'ResourceList',
        apiVersion: 'config.kubernetes.io/v1',
        items: [{ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' } }],
      }),
    ]) {
      const { items, all } = read(text);
      assert.equal(all, [], text);
      assert.equal(
        items.map(({ id }) => id),
        [{ apiVersion: 'v1', kind: 'Thing', name: 'a' }],
        text,
      );
      assert.equal(items[0]?.object, { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' } }, text);
    }
    for (const items of ['items: []\n', 'items:\n', 'items: null\n', '']) assert.equal(read(head + items).items, []);
  },

  'shows no line of a Secret'() {
    const secret = '- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: a\n';
    for (const text of [
      list(`${secret}  stringData: {password: "hunter2\n`),
      list(`${secret}  stringData:\n    a: hunter2\n    a: hunter2\n`),
    ]) {
      const { all } = read(text);
      assert.is(all.length, 1);
      assert.not.match(JSON.stringify(all), 'hunter2');
    }
  },

  'leaves anchors and merge keys of others alone, and reads them'() {
    const text = '  base: &base {on: yes}\n  more:\n    <<: *base\n    mode: 0443\n';
    const { items } = read(list(thing(text)));
    assert.is(items[0]?.slice, thing(text));
    assert.equal({ base: items[0]?.object.base, more: items[0]?.object.more }, { base: { true: true }, more: { true: true, mode: 291 } });
  },

  'hides lines where the host changed them, and tells file and index'() {
    const annotations = `    annotations:
      config.kubernetes.io/index: '2'
      config.kubernetes.io/path: 'dir/a.yaml'
      internal.config.kubernetes.io/index: '2'
      internal.config.kubernetes.io/package-path: '/pkg'
      internal.config.kubernetes.io/path: 'dir/a.yaml'
`;
    const { items, all } = read(list(thing(`${annotations}  a: 1\n  a: 2\n`)));
    assert.equal(items[0]?.source, { file: 'dir/a.yaml', index: 2, packagePath: '/pkg' });
    assert.equal(all[0]?.place, { file: 'dir/a.yaml', index: 2 });
    const origin =
      '    annotations:\n      config.kubernetes.io/origin: |\n        path: base/a.yaml\n      config.kubernetes.io/index: "0"\n      config.k8s.io/id: "1"\n';
    assert.equal(read(list(thing(origin))).items[0]?.source, { file: 'base/a.yaml', index: 0 });
  },

  'takes an item that overlapping selectors of kpt sent twice for one'() {
    const sent = thing("    annotations:\n      internal.config.k8s.io/kpt-resource-id: '1'\n");
    assert.is(read(list(sent, thing(), sent, thing())).items.length, 3);
  },

  'gives the members of a List as items that are found in it'() {
    const { items } = read(
      list('- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: A\n    metadata:\n      name: a\n    b: 1\n'),
    );
    assert.equal(
      items.map(({ id }) => `${id.kind} ${id.name}`),
      ['List ', 'A a'],
    );
    assert.is(items[1]?.list?.item, items[0]);
    assert.is(items[1]?.source.line, 7);
  },

  'parses an item when it is asked for, once'() {
    const { items } = read(list(thing('  a: {b: 1}\n')));
    assert.is(items[0]?.object, items[0]?.object);
  },

  'cuts and reads any list as the library does'() {
    const scalar = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        '- a',
        '# b',
        'x: y',
        '- apiVersion: v1\n  kind: B',
        'a\n- b\n\n  c\n',
        "it's",
        '"',
        '|',
        '{',
        '[',
        'items:',
        '---\n',
        ' \n- x',
        '\t',
      ),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        scalar,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'items', '- b', 'kind', 'x y', '#'), tie('node'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).node;
    const object = fc.record({
      apiVersion: fc.constant('v1'),
      kind: fc.constantFrom('A', 'B'),
      metadata: fc.record({ name: fc.constantFrom('a', 'b-c', '5') }),
      spec: value,
    });
    const style = fc.record({
      indentSeq: fc.boolean(),
      indent: fc.constantFrom(2, 4),
      lineWidth: fc.constantFrom(0, 20),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const, 'BLOCK_LITERAL' as const),
      collectionStyle: fc.constantFrom('any' as const, 'any' as const, 'flow' as const),
    });
    fc.assert(
      fc.property(fc.array(object, { maxLength: 5 }), style, fc.boolean(), (items, options, windows) => {
        const text = stringify(
          { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items },
          { version: '1.1', ...options, aliasDuplicateObjects: false },
        );
        const sent = windows ? text.replaceAll('\n', '\r\n') : text;
        const result = read(sent);
        assert.equal(result.all, [], sent);
        const { items: expected } = (readYaml(sent) as { value: { items: unknown[] } }).value;
        assert.equal(
          result.items.map((item) => item.object),
          expected,
          sent,
        );
        const written = writeResourceList(result.value as ResourceList, result.items);
        // Written anew are only lists in braces and with quoted keys.
        if (/^apiVersion:.*\r?\nkind:.*\r?\nitems:(?: \[\])?\r?$/m.test(sent)) assert.is(written, sent);
        assert.equal((readYaml(written) as { value: { items: unknown[] } }).value.items, expected, written);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 200) },
    );
  },
});
