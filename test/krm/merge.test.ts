import * as assert from 'uvu/assert';
import { formatObject } from '../../functions/krm/format-object.ts';
import { generatedItem } from '../../functions/krm/generated-item.ts';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { mergeGenerated } from '../../functions/krm/merge.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { parseResourceList } from '../../functions/krm/parse-resource-list.ts';
import { suite } from '../suite.ts';

const pathAnnotation = 'internal.config.kubernetes.io/path';

/** Objects as kpt sends them: each in a file of its own. */
function sent(...objects: { file: string; object: KubeObject; package?: string }[]): readonly Item[] {
  const texts = objects.map(({ file, object, package: packagePath }) => {
    const annotations = {
      ...object.metadata.annotations,
      'internal.config.kubernetes.io/index': '0',
      [pathAnnotation]: file,
      'internal.config.kubernetes.io/id': '7',
      ...(packagePath === undefined ? {} : { 'internal.config.kubernetes.io/package-path': packagePath }),
    };
    const text = formatObject({ ...object, metadata: { ...object.metadata, annotations } });
    return text.replaceAll(/^/gm, '  ').replace(/^ {2}/, '- ').trimEnd();
  });
  const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${texts.join('\n')}\n`;
  return parseResourceList(Buffer.from(list)).value?.items ?? [];
}

const intentOf = (name: string, namespace = 'shop') =>
  ({ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name, namespace }, spec: {} }) as KubeObject;

const service = (name: string, spec: object, more: object = {}) =>
  ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', ...more }, spec }) as unknown as KubeObject;

const made = (object: KubeObject, intent: Item, ...others: Item[]) =>
  generatedItem(object, { item: intent, path: ['spec'] }, [intent, ...others]);

/** What kpt would send the next time: the objects as they were left. */
const again = (items: readonly Item[]) =>
  sent(
    ...items.map(({ object, source }) => {
      const annotations = Object.fromEntries(
        Object.entries(object.metadata.annotations ?? {}).filter(([key]) => !key.startsWith('internal.')),
      );
      return { file: source.file ?? '', object: { ...object, metadata: { ...object.metadata, annotations } } };
    }),
  );

const edited = (items: readonly Item[], change: (object: KubeObject) => KubeObject) =>
  again(items.map((item) => (item.id.kind === 'Service' ? { ...plain(item), object: change(item.object) } : item)));
const plain = ({ id, object, source }: Item): Item => ({ id, text: undefined, object, source });

const back = { writesBack: true };
const annotations = (item: Item | undefined) => item?.object.metadata.annotations ?? {};
const codes = ({ diagnostics }: { diagnostics: readonly { code: string }[] }) => diagnostics.map(({ code }) => code);

suite('mergeGenerated', {
  'puts a new object beside its intent, with the marks of its owner'() {
    const items = sent({ file: 'apps/shop.yaml', object: intentOf('front'), package: 'sub' });
    const [intent] = items as [Item];
    const merged = mergeGenerated(items, [made(service('public', { a: 1 }), intent)], items, back);
    assert.equal(merged.diagnostics, []);
    assert.is(merged.items[0], intent);
    assert.is(merged.items[1]?.object.metadata.labels?.['app.kubernetes.io/managed-by'], 'gateway-intent');
    const { 'gatewayintent.dev/digest': digest, ...others } = annotations(merged.items[1]);
    assert.match(digest ?? '', /^[0-9a-f]{12}$/);
    assert.equal(others, {
      'gatewayintent.dev/intent': 'shop/front',
      [pathAnnotation]: 'apps/generated/front/service-public.yaml',
      'internal.config.kubernetes.io/index': '0',
      'internal.config.kubernetes.io/package-path': 'sub',
    });
  },

  'names the namespace in the path of an object that lives in another one'() {
    const items = sent({ file: 'shop.yaml', object: intentOf('front') });
    const object = { ...service('public', {}), metadata: { name: 'public', namespace: 'edge' } };
    const merged = mergeGenerated(items, [made(object, items[0] as Item)], items, back);
    assert.is(annotations(merged.items[1])[pathAnnotation], 'generated/front/edge/service-public.yaml');
  },

  'never gives one path to two objects'() {
    const items = sent(
      { file: 'shop.yaml', object: intentOf('front') },
      { file: 'generated/front/gateway-public.yaml', object: { ...service('x', {}), kind: 'ConfigMap' } },
    );
    const gateway = (group: string) => ({ ...service('public', {}), apiVersion: `${group}/v1`, kind: 'Gateway' });
    const generated = ['networking.istio.io', 'gateway.networking.k8s.io'].map((group) => made(gateway(group), items[0] as Item));
    const merged = mergeGenerated(items, generated, items.slice(0, 1), back);
    assert.equal(
      merged.items.slice(2).map((item) => annotations(item)[pathAnnotation]),
      ['generated/front/gateway-public-2.yaml', 'generated/front/gateway-public-3.yaml'],
    );
  },

  'sets no annotations of files where there are none, and no digest where nothing is written back'() {
    const { value = [] } = parseFile('shop.yaml', Buffer.from(formatObject(intentOf('front'))));
    const merged = mergeGenerated(value, [made(service('public', {}), value[0] as Item)], value, { writesBack: false });
    assert.equal(annotations(merged.items[1]), { 'gatewayintent.dev/intent': 'shop/front' });
  },

  'is done after one run: the same text, at the same place'() {
    const items = sent({ file: 'shop.yaml', object: intentOf('front') });
    const first = mergeGenerated(items, [made(service('public', { a: 1 }), items[0] as Item)], items, back);
    const next = again(first.items);
    const second = mergeGenerated(next, [made(service('public', { a: 1 }), next[0] as Item)], next.slice(0, 1), back);
    assert.equal(second.diagnostics, []);
    assert.equal(
      second.items.map(({ slice }) => slice),
      next.map(({ slice }) => slice),
    );
    assert.is(second.items[1]?.origin?.item, next[0], 'findings in it lead to the intent');
  },

  'replaces what the intent made before, in its file'() {
    const items = sent({ file: 'shop.yaml', object: intentOf('front') });
    const first = mergeGenerated(items, [made(service('public', { a: 1 }), items[0] as Item)], items, back);
    const moved = again(first.items.map((item) => (item === items[0] ? item : { ...plain(item), source: { file: 'moved/here.yaml' } })));
    const second = mergeGenerated(moved, [made(service('public', { a: 2 }), moved[0] as Item)], moved.slice(0, 1), back);
    assert.equal(second.diagnostics, []);
    assert.is(second.items.length, 2);
    assert.equal(second.items[1]?.object.spec, { a: 2 });
    assert.is(annotations(second.items[1])[pathAnnotation], 'moved/here.yaml');
    assert.is(second.items[1]?.replaces, moved[1]);
  },

  'drops what is no longer wanted, when all who wanted it are there'() {
    const items = sent({ file: 'a.yaml', object: intentOf('a') }, { file: 'b.yaml', object: intentOf('b') });
    const [a, b] = items as [Item, Item];
    const generated = [made(service('both', {}), a, b), made(service('one', {}), b)];
    const next = again(mergeGenerated(items, generated, items, back).items);
    const all = mergeGenerated(next, [], next.slice(0, 2), back);
    assert.is(all.items.length, 2);
    assert.equal(codes(all), []);
    const without = next.filter(({ id }) => id.name !== 'b');
    const some = mergeGenerated(without, [], without.slice(0, 1), back);
    assert.is(some.items.length, 3);
    assert.equal(
      some.diagnostics.map(({ severity, message }) => `${severity}: ${message}`),
      [
        'warning: Service shop/both in generated/a/service-both.yaml is kept although GatewayIntent "shop/b" is not in this package, and GatewayIntent "shop/a" no longer makes it',
        'info: Service shop/one in generated/b/service-one.yaml is kept although GatewayIntent "shop/b" is not in this package',
      ],
    );
  },

  'tells when an object loses the part of an intent that is not there'() {
    const items = sent({ file: 'a.yaml', object: intentOf('a') }, { file: 'b.yaml', object: intentOf('b') });
    const [a, b] = items as [Item, Item];
    const next = again(mergeGenerated(items, [made(service('both', { a: 1, b: 1 }), a, b)], items, back).items).filter(
      ({ id }) => id.name !== 'b',
    );
    const less = mergeGenerated(next, [made(service('both', { a: 1 }), next[0] as Item)], next.slice(0, 1), back);
    assert.equal(codes(less), ['GI0704']);
    assert.match(less.diagnostics[0]?.message ?? '', /Service shop\/both is made without GatewayIntent "shop\/b"/);
    const renamed = mergeGenerated(next, [made(service('both', { a: 1, b: 1 }), next[0] as Item)], next.slice(0, 1), back);
    assert.equal(codes(renamed), [], 'nothing is lost');
  },

  'refuses to replace an object that it does not own, and names both files'() {
    const items = sent(
      { file: 'shop.yaml', object: intentOf('front') },
      { file: 'by-hand.yaml', object: service('public', {}, { labels: { 'app.kubernetes.io/managed-by': 'gateway-intent' } }) },
    );
    const merged = mergeGenerated(items, [made(service('public', {}), items[0] as Item)], items.slice(0, 1), back);
    assert.equal(codes(merged), ['GI0701']);
    assert.is(
      merged.diagnostics[0]?.message,
      'Service shop/public, which GatewayIntent "shop/front" in shop.yaml makes, exists already in by-hand.yaml and is not owned by it',
    );
  },

  'refuses to take an object out of a List'() {
    const text = `${formatObject(intentOf('front'))}---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: public\n    namespace: shop\n`;
    const { value: items = [] } = parseFile('all.yaml', Buffer.from(text));
    const merged = mergeGenerated(items, [made(service('public', {}), items[0] as Item)], items.slice(0, 1), back);
    assert.match(merged.diagnostics[0]?.message ?? '', /exists already in all.yaml inside of a List/);
  },

  'replaces an object that was given the marks by hand, and takes the digest out where nothing is written back'() {
    const marks = {
      labels: { 'app.kubernetes.io/managed-by': 'gateway-intent' },
      annotations: { 'gatewayintent.dev/intent': 'shop/front' },
    };
    const adopted = sent(
      { file: 'shop.yaml', object: intentOf('front') },
      { file: 'mine.yaml', object: service('public', { a: 7 }, marks) },
    );
    const generated = (items: readonly Item[]) => [made(service('public', { a: 1 }), items[0] as Item)];
    const merged = mergeGenerated(adopted, generated(adopted), adopted.slice(0, 1), back);
    assert.equal(codes(merged), []);
    assert.equal(merged.items[1]?.object.spec, { a: 1 });
    const next = again(merged.items);
    assert.ok(annotations(next[1])['gatewayintent.dev/digest']);
    const stream = mergeGenerated(next, generated(next), next.slice(0, 1), { writesBack: false });
    assert.is(annotations(stream.items[1])['gatewayintent.dev/digest'], undefined);
    assert.equal(stream.items.length, 2);
  },

  'refuses to lose an edit, and says which field'() {
    const items = sent({ file: 'shop.yaml', object: intentOf('front') });
    const generated = (value: number, intent: Item) => [made(service('public', { list: [{ a: value }] }), intent)];
    const first = mergeGenerated(items, generated(1, items[0] as Item), items, back);
    const next = edited(first.items, (object) => ({ ...object, spec: { list: [{ a: 5 }] } }));
    const merged = mergeGenerated(next, generated(1, next[0] as Item), next.slice(0, 1), back);
    assert.equal(codes(merged), ['GI0702']);
    assert.is(
      merged.diagnostics[0]?.message,
      'Service shop/public was edited by hand: `spec.list[0].a` "5" must be "1", as GatewayIntent "shop/front" makes it',
    );
    assert.is(merged.diagnostics[0]?.place?.file, 'generated/front/service-public.yaml');
    const agreed = mergeGenerated(next, generated(5, next[0] as Item), next.slice(0, 1), back);
    assert.equal(codes(agreed), [], 'an edit that the intent makes too is none');
    const dropped = mergeGenerated(next, [], next.slice(0, 1), back);
    assert.equal(codes(dropped), ['GI0702']);
  },

  'keeps labels and annotations that others added, wherever they are'() {
    const labels = { app: 'gateway' };
    const deployment = (image: string) =>
      service('public', { selector: { matchLabels: labels }, template: { metadata: { labels }, image } }, { annotations: { dns: 'a' } });
    const items = sent({ file: 'shop.yaml', object: intentOf('front') });
    const first = mergeGenerated(items, [made(deployment('one'), items[0] as Item)], items, back);
    const env = { ...labels, env: 'prod' };
    const next = edited(first.items, (object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        labels: { ...object.metadata.labels, env: 'prod' },
        annotations: { ...object.metadata.annotations, team: 'x' },
      },
      spec: { selector: { matchLabels: env }, template: { metadata: { labels: env }, image: 'one' } },
    }));
    const same = mergeGenerated(next, [made(deployment('one'), next[0] as Item)], next.slice(0, 1), back);
    assert.equal(codes(same), []);
    assert.is(same.items[1]?.slice, next[1]?.slice);
    const without = { ...deployment('two'), metadata: { name: 'public', namespace: 'shop' } };
    const other = mergeGenerated(next, [made(without, next[0] as Item)], next.slice(0, 1), back);
    assert.equal(codes(other), []);
    assert.equal(other.items[1]?.object.spec, { selector: { matchLabels: env }, template: { metadata: { labels: env }, image: 'two' } });
    assert.is(annotations(other.items[1]).team, 'x');
    assert.is(annotations(other.items[1]).dns, undefined, 'what we no longer make goes');
    assert.equal(codes(mergeGenerated(next, [], next.slice(0, 1), back)), [], 'nothing of it was edited');
  },

  'leaves one of two copies of an object: that in the package of the intent'() {
    const first = sent({ file: 'shop.yaml', object: intentOf('front'), package: 'sub' });
    const { items } = mergeGenerated(first, [made(service('public', {}), first[0] as Item)], first, back);
    const [, object] = again(items).map((item) => item.object) as [KubeObject, KubeObject];
    const { metadata } = object;
    const copy = {
      ...object,
      metadata: {
        ...metadata,
        annotations: Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith('internal.'))),
      },
    };
    const both = sent(
      { file: 'copy.yaml', object: copy, package: '.' },
      { file: 'shop.yaml', object: intentOf('front'), package: 'sub' },
      { file: 'generated/front/service-public.yaml', object: copy, package: 'sub' },
    );
    const merged = mergeGenerated(both, [made(service('public', {}), both[1] as Item)], both.slice(1, 2), back);
    assert.equal(codes(merged), []);
    assert.equal(
      merged.items.map(({ source }) => source.file),
      ['shop.yaml', 'generated/front/service-public.yaml'],
    );
  },

  'takes what several intents make alike for one object, and refuses what they make differently'() {
    const items = sent({ file: 'a.yaml', object: intentOf('a') }, { file: 'b.yaml', object: intentOf('b') });
    const [a, b] = items as [Item, Item];
    const alike = mergeGenerated(items, [made(service('x', { a: 1 }), a), made(service('x', { a: 1 }), b)], items, back);
    assert.equal(codes(alike), []);
    assert.is(annotations(alike.items[2])['gatewayintent.dev/intent'], 'shop/a,shop/b');
    const differ = mergeGenerated(items, [made(service('x', { a: 1 }), a), made(service('x', { a: 2 }), b)], items, back);
    assert.equal(codes(differ), ['GI0705']);
  },
});
