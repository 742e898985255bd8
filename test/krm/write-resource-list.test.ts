import * as assert from 'uvu/assert';
import { generatedItem } from '../../functions/krm/generated-item.ts';
import type { Item } from '../../functions/krm/item.ts';
import type { KrmResult } from '../../functions/krm/krm-result.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { mergeGenerated } from '../../functions/krm/merge.ts';
import { parseResourceList } from '../../functions/krm/parse-resource-list.ts';
import type { ResourceList } from '../../functions/krm/resource-list.ts';
import { writeResourceList } from '../../functions/krm/write-resource-list.ts';
import { suite } from '../suite.ts';

const head = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n';
const parse = (text: string) => parseResourceList(Buffer.from(text)).value as ResourceList;

const hostile = `# of the list
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
# about a
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: a,   "namespace": 'x'}
  data:
    octal: 0443
    big: 12345678901234567890
    base: &base {on: yes}
    <<: *base
    folded: >-
      a
      b
    text: |+
      - no entry

- apiVersion: v1 # second
  kind: ConfigMap
  metadata:
    name: b
functionConfig:
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: c
`;

const object = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name }, ...more }) as KubeObject;
const fresh = (made: KubeObject, intent: Item) => generatedItem(made, { item: intent, path: [] });

suite('writeResourceList', {
  'gives back the very bytes where nothing changed'() {
    for (const text of [
      hostile,
      hostile.replaceAll('\n', '\r\n'),
      `\ufeff${hostile}`,
      `---\n${hostile}...\n# end\n`,
      `${head}items: []\n`,
      `${head}items: [] # none\n`,
      `${head}items:\n`,
      `${head}items:\n  - apiVersion: v1\n    kind: A\n    metadata:\n      name: a`,
      `${head}items:\n- 5\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n- null\n`,
      `${head}items:\n- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: A\n    metadata:\n      name: a\nresults: []\n`,
    ]) {
      const list = parse(text);
      assert.is(writeResourceList(list, list.items), text);
    }
  },

  'appends what is new, in the layout of the list'() {
    const text = `${head}items:\r\n  # about\r\n  - apiVersion: v1\r\n    kind: A\r\n    metadata:\r\n      name: a\r\nfunctionConfig: {}\r\n`;
    const list = parse(text);
    const made = fresh(object('new', { text: 'a\n\n  b\n' }), list.items[0] as Item);
    assert.is(
      writeResourceList(list, [...list.items, made]),
      text.replace(
        'functionConfig',
        '  - apiVersion: v1\r\n    kind: Thing\r\n    metadata:\r\n      name: new\r\n    text: |\r\n      a\r\n\r\n        b\r\nfunctionConfig',
      ),
    );
  },

  'writes items where there were none, and none where all are gone'() {
    for (const items of ['items: []\n', 'items: null\n', 'items:\n', '']) {
      const list = parse(`${head}${items}functionConfig: {}\n`);
      const made = generatedItem(object('new'), { item: list.functionConfig as Item, path: [] });
      const written = writeResourceList(list, [made]);
      assert.match(written, /^items:\n- apiVersion: v1\n {2}kind: Thing\n/m, items);
      assert.equal(parse(written).items.length, 1);
      assert.match(writeResourceList(list, []), /^items:(?: \[\]| null|)$/m);
    }
    const list = parse(hostile);
    const written = writeResourceList(list, []);
    assert.match(written, /^items: \[\]\nfunctionConfig:$/m);
    assert.equal(parse(written).items, []);
  },

  'puts a changed object in the place of the old one, with its comments'() {
    const text = `${head}items:
- apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata:
    name: i
    namespace: shop
- # the licence
  apiVersion: v1
  kind: Thing
  metadata:
    name: old
    labels:
      app.kubernetes.io/managed-by: gateway-intent
    annotations:
      gatewayintent.dev/intent: shop/i
  spec:
    a: 1 # about a
- apiVersion: v1
  kind: Other
  metadata:
    name: c
`;
    const list = parse(text);
    const intent = list.items[0] as Item;
    const merged = mergeGenerated(list.items, [fresh(object('old', { spec: { b: 2, a: 2 } }), intent)], [intent], { writesBack: false });
    assert.is(writeResourceList(list, merged.items), text.replace('    a: 1', '    b: 2\n    a: 2'));
  },

  'adds results behind those that came, and keeps items that are no objects'() {
    const text = `${head}items:\n- 5\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n- null\nresults:\n- message: earlier\n`;
    const list = parse(text);
    const result: KrmResult = {
      message: 'a: "b"',
      severity: 'error',
      field: { path: 'spec.a', currentValue: 5 },
      file: { path: 'a.yaml', index: 0 },
    };
    assert.is(
      writeResourceList(list, list.items, [result]),
      `${text}- message: 'a: "b"'
  severity: error
  field:
    path: spec.a
    currentValue: 5
  file:
    path: a.yaml
    index: 0
`,
    );
  },

  'answers JSON with YAML whose items keep their text'() {
    const items = [{ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, n: 12345 }];
    const list = parse(JSON.stringify({ apiVersion: 'config.kubernetes.io/v1beta1', kind: 'ResourceList', items }));
    assert.is(
      writeResourceList(list, list.items),
      `apiVersion: config.kubernetes.io/v1beta1\nkind: ResourceList\nitems:\n- ${JSON.stringify(items[0])}\n`,
    );
  },

  'puts results behind a list without a last line break, whose last value stays what it is'() {
    const text = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: {name: a}\n  text: |\n    b`;
    const list = parse(text);
    assert.is(writeResourceList(list, list.items), text);
    const answer = writeResourceList(list, list.items, [{ message: 'm', severity: 'info' }]);
    assert.is(answer, `${text.replace('|', '|-')}\nresults:\n- message: m\n  severity: info\n`);
  },
});
