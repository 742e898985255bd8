import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { generatedItem } from '../../functions/krm/generated-item.ts';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { mergeGenerated } from '../../functions/krm/merge.ts';
import { parseResourceList } from '../../functions/krm/parse-resource-list.ts';
import type { ResourceList } from '../../functions/krm/resource-list.ts';
import { writeResourceList } from '../../functions/krm/write-resource-list.ts';
import { suite } from '../suite.ts';

const numRuns = Number(process.env.FC_RUNS ?? 60);

const foreign = (name: string, text: string, number: number) => `- # ${text}
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: ${name}
    namespace: shop
    annotations: {config.kubernetes.io/path: 'foreign-${number}.yaml', internal.config.kubernetes.io/path: 'foreign-${number}.yaml'}
  data: {a: 0${number}, <<: &x${number} {b: ${text}}}
`;

const intentText = (name: string) => `- apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata:
    name: ${name}
    namespace: shop
    annotations:
      internal.config.kubernetes.io/path: 'intents/${name}.yaml'
      internal.config.kubernetes.io/index: '0'
`;

interface Wish {
  readonly name: string;
  readonly value: number;
  readonly owners: readonly string[];
}

const wish = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  value: fc.nat(2),
  owners: fc.uniqueArray(fc.constantFrom('one', 'two'), { minLength: 1 }),
});
const wishes = fc.uniqueArray(wish, { selector: ({ name }) => name, maxLength: 5 });
const texts = fc.uniqueArray(fc.constantFrom('x', 'yes', 'licence', '0443'), { maxLength: 4 });

const parse = (text: string) => parseResourceList(Buffer.from(text)).value as ResourceList;

/** Renders the package once: what its intents wish, as text. */
function rendered(text: string, wished: readonly Wish[]): { text: string; diagnostics: readonly unknown[]; items: readonly Item[] } {
  const list = parse(text);
  const intents = list.items.filter(({ id }) => id.kind === 'GatewayIntent');
  const generated = wished.map(({ name, value, owners }) => {
    const [origin, ...others] = owners.map((owner) => intents.find(({ id }) => id.name === owner)) as [Item, ...Item[]];
    const object = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { value, on: 'yes' } };
    return generatedItem(object as unknown as KubeObject, { item: origin, path: ['spec'] }, [origin, ...others]);
  });
  const { items, diagnostics } = mergeGenerated(list.items, generated, intents, { writesBack: true });
  return { text: writeResourceList(list, items), diagnostics, items };
}

const start = (names: readonly string[]) =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${[...names.map((text, number) => foreign(`f${number}`, text, number)), intentText('one'), intentText('two')].join('')}`;

const services = (items: readonly Item[]) =>
  items.filter(({ id }) => id.kind === 'Service').map(({ id, object }) => [id.name, (object.spec as { value: number }).value]);

suite('a package that is rendered again and again', {
  'holds what is wished and what is foreign, to the byte, and then nothing changes'() {
    fc.assert(
      fc.property(texts, fc.array(wishes, { minLength: 1, maxLength: 4 }), (names, history) => {
        let text = start(names);
        for (const wished of history) {
          const once = rendered(text, wished);
          assert.equal(once.diagnostics, []);
          assert.equal(Object.fromEntries(services(once.items)), Object.fromEntries(wished.map(({ name, value }) => [name, value])));
          for (const [number, name] of names.entries()) assert.ok(once.text.includes(foreign(`f${number}`, name, number)));
          assert.is(rendered(once.text, wished).text, once.text);
          text = once.text;
        }
      }),
      { numRuns },
    );
  },

  'does not depend on the order of its items'() {
    const entries = (text: string) => [...(parse(text).layout.entries.map(({ slice }) => slice) as string[])].sort();
    fc.assert(
      fc.property(texts, wishes, wishes, fc.infiniteStream(fc.nat()), (names, before, wished, random) => {
        const { text } = rendered(start(names), before);
        const { layout } = parse(text);
        const slices = layout.entries
          .map(({ slice }) => ({ slice, rank: random.next().value }))
          .sort((left, right) => left.rank - right.rank);
        const shuffled = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${slices.map(({ slice }) => slice).join('')}`;
        assert.equal(entries(rendered(shuffled, wished).text), entries(rendered(text, wished).text));
      }),
      { numRuns },
    );
  },
});
