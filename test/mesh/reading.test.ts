import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import { explain } from '../../functions/explain/explain.ts';
import type { Item } from '../../functions/krm/item.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { buildMesh } from '../../functions/mesh/build-mesh.ts';
import type { Mesh } from '../../functions/mesh/mesh.ts';
import { request, type Source } from '../../functions/mesh/trace/request.ts';
import { type Case, itemsOf, type Probe } from '../conformance/mesh/case.ts';
import { generateGatewayApi } from '../conformance/mesh/generate-gateway-api.ts';
import { generateIngress } from '../conformance/mesh/generate-ingress.ts';
import { generateMesh } from '../conformance/mesh/generate-mesh.ts';
import { suite } from '../suite.ts';
import { backend, endsOf, gatewayPods, traceUrl } from './mesh-of.ts';

const read = (text: string): readonly Item[] => parseFile('all.yaml', Buffer.from(text)).value ?? [];

/** Objects as people write them, in several styles. */
function written({ objects }: Case, seed: number): readonly Item[] {
  const styles = [
    (object: unknown) => JSON.stringify(object),
    (object: unknown) => stringify(object, { version: '1.1' }),
    (object: unknown) => stringify(object, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', version: '1.1' }),
  ];
  return read(objects.map((object, index) => `${styles[(seed + index) % 3]?.(object)}\n`).join('---\n'));
}

function sourceOf({ at }: Probe): Source {
  const [namespace = '', name] = (at.deployment ?? '').split('/');
  return at.service
    ? { kind: 'outside', service: at.service, gateway: at.gateway ?? at.deployment }
    : { kind: 'workload', namespace, name };
}

/** What is said, without the places where it is written. */
const answer = (mesh: Mesh, probe: Probe): string =>
  JSON.stringify(explain(mesh, sourceOf(probe), request(probe.request)), (key, value) =>
    key === 'file' || key === 'line' ? undefined : value,
  );

const edge = `${gatewayPods('edge')}
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: gw, namespace: edge}
spec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
---
`;
const route = (name: string, hosts: string, to = name, more = '') =>
  `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  gateways: [edge/gw]
  hosts: ${hosts}
  http: [{route: [{destination: {host: ${to}.shop.svc.cluster.local}}]}]
${more}---
`;

/** Items that tell which of them are read. */
function watched(items: readonly Item[]): { readonly items: readonly Item[]; readonly names: Set<string> } {
  const names = new Set<string>();
  const watch = (item: Item, field: 'object' | 'problems') => ({
    get: () => {
      names.add(`${item.id.kind} ${item.id.name}`);
      return item[field];
    },
  });
  return { items: items.map((item) => Object.create(item, { object: watch(item, 'object'), problems: watch(item, 'problems') })), names };
}

suite('mesh: what is read', {
  'objects that nobody reads would say nothing: answers from texts are those from all objects'() {
    for (const [generate, seeds] of [
      [generateIngress, 15],
      [generateMesh, 25],
      [generateGatewayApi, 8],
    ] as const)
      for (let seed = 1; seed <= seeds; seed++) {
        const one = generate(seed, `t${seed}`);
        const whole = buildMesh(itemsOf(one.objects), { meshConfig: one.meshConfig });
        const texts = written(one, seed);
        for (const [index, probe] of one.probes.entries())
          assert.is(
            answer(buildMesh(texts, { meshConfig: one.meshConfig }), probe),
            answer(whole, probe),
            `${generate.name} ${seed}, ${index}`,
          );
      }
  },
  'one model gives the same answers, however many questions it is asked'() {
    const one = generateMesh(7, 't7');
    const mesh = buildMesh(written(one, 7), { meshConfig: one.meshConfig });
    for (const probe of [...one.probes, ...one.probes])
      assert.is(answer(mesh, probe), answer(buildMesh(written(one, 7), { meshConfig: one.meshConfig }), probe));
  },
  'a host is found in whatever way it is written'() {
    const styles = [
      '[a.example.com]',
      "['a.example.com']",
      '["\\x61.example.com"]',
      '["a.exa\\\n    mple.com"]',
      '[A.Example.COM]',
      '["*.example.com"]',
      "['*.COM']",
      '["*"]',
      '\n  - >-\n    *.example.com',
      '[&host a.example.com, *host]',
    ];
    for (const hosts of styles)
      assert.equal(
        endsOf(traceUrl(buildMesh(read(`${edge}${route('a', hosts)}${backend('shop', 'a')}`)), 'http://a.example.com/')),
        ['100% a.shop:80'],
        hosts,
      );
  },
  'a Service that is called by its short name is found'() {
    const text = `${edge}${route('a', '[a]')}${backend('shop', 'a')}`;
    assert.equal(endsOf(traceUrl(buildMesh(read(text)), 'http://a.shop.svc.cluster.local/')), ['100% a.shop:80']);
  },
  'of an object that is written twice the last one counts, also where only the first one has the host'() {
    const text = `${edge}${route('a', '[a.example.com]')}${route('a', '[b.example.com]')}${backend('shop', 'a')}`;
    assert.equal(endsOf(traceUrl(buildMesh(read(text)), 'http://a.example.com/')), ['100% no-virtual-host 404']);
  },
  'a destination of a delegate is known to pods that import nothing else of its namespace'() {
    const rule = (name: string, spec: string) =>
      `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n---\n`;
    const text = [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n---\n',
      'apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: own, namespace: shop}\nspec: {egress: [{hosts: [./*]}]}\n---\n',
      rule('root', '{hosts: [front], http: [{delegate: {name: rest}}]}'),
      rule('rest', '{http: [{route: [{destination: {host: zeta.far.svc.cluster.local}}]}]}'),
      `${backend('shop', 'front')}\n---\n${backend('far', 'zeta')}`,
    ].join('');
    const pods: Source = { kind: 'workload', namespace: 'shop', name: 'front' };
    assert.equal(endsOf(traceUrl(buildMesh(read(text)), 'http://front/', {}, pods)), ['100% zeta.far:80']);
  },
  'a route of the Gateway API for calls to a Service is found by the Service, whatever hostnames it has'() {
    const route = (name: string, to: string, hostnames: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  parentRefs: [{group: "", kind: Service, name: ${name}}]\n${hostnames}  rules: [{backendRefs: [{name: ${to}, port: 80}]}]\n---\n`;
    const text = [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n---\n',
      route('front', 'zeta', '  hostnames: [other.example.com]\n'),
      route('zeta', 'front', ''),
      `${backend('shop', 'front')}\n---\n${backend('shop', 'zeta')}`,
    ].join('');
    const pods: Source = { kind: 'workload', namespace: 'shop', name: 'front' };
    assert.equal(endsOf(traceUrl(buildMesh(read(text)), 'http://front/', {}, pods)), ['100% zeta.shop:80']);
    assert.equal(endsOf(traceUrl(buildMesh(read(text)), 'http://zeta/', {}, pods)), ['100% front.shop:80']);
  },
  'a question reads what it is about, and nothing else'() {
    const others = Array.from({ length: 50 }, (_, index) =>
      [route(`other${index}`, `[other${index}.example.com]`), backend('far', `other${index}`)].join(''),
    ).join('');
    const { items, names } = watched(read(`${edge}${route('a', '[a.example.com]')}${backend('shop', 'a')}---\n${others}`));
    assert.equal(endsOf(traceUrl(buildMesh(items), 'http://a.example.com/')), ['100% a.shop:80']);
    assert.equal(
      [...names].filter((name) => name.includes('other')),
      [],
    );
  },
});
