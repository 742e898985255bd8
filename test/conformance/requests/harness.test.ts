import * as assert from 'uvu/assert';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { suite } from '../../suite.ts';
import { formatObjects, parseObjects } from '../case.ts';
import type { MeshAnswer } from '../judges/mesh.ts';
import { expectationOf } from './checks.ts';
import { compareAnswer } from './compare-answer.ts';
import { madeUp } from './made-up.ts';
import { type Expectation, parseRequestFile, parseSend } from './request-file.ts';
import { planRequests } from './scenario.ts';

const labels = { app: 'frontend' };
const objects: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'frontend', namespace: 'shop' },
    spec: { selector: labels, ports: [{ port: 8080, targetPort: 80 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'frontend-v1', namespace: 'shop' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } },
  },
];
const answer: MeshAnswer = {
  hops: [{ proxy: 'shop/public', peer: 'spiffe://cluster.local/ns/shop/sa/public' }],
  answer: {
    status: 200,
    headers: { Location: ['https://a.example.com/'] },
    echo: { pod: 'p', workload: 'shop/frontend-v1', port: 80, path: '/cart', host: 'shop.example.com', headers: { 'X-User': ['ann'] } },
  },
};
const compare = (expected: Expectation, given: MeshAnswer = answer) =>
  compareAnswer(expected, { answer: given, objects, gateways: ['shop/public'] });

/** Each promise that is kept, and one in its place that is broken. */
const promises: readonly (readonly [Expectation, Expectation])[] = [
  [{ status: 200 }, { status: 404 }],
  [{ to: 'frontend.shop:8080' }, { to: 'frontend.shop:80' }],
  [{ to: 'frontend.shop:8080' }, { to: 'backend.shop:8080' }],
  [{ to: 'frontend.shop:8080' }, { to: 'frontend.example.com:8080' }],
  [{ path: '/cart' }, { path: '/' }],
  [{ host: 'shop.example.com' }, { host: 'frontend.shop' }],
  [{ headers: { 'x-user': 'ann', 'x-other': null } }, { headers: { 'x-user': null } }],
  [{ headers: { 'x-user': '/^a/' } }, { headers: { 'x-user': '/^b/' } }],
  [{ location: 'https://a.example.com/' }, { location: 'http://a.example.com/' }],
  [{ via: 'shop/public' }, { via: 'shop/other' }],
  [{ via: ['shop/public'] }, { via: 'none' }],
  [{ identity: 'cluster.local/ns/shop/sa/public' }, { identity: 'none' }],
  [{ tls: 'none' }, { tls: { sni: 'shop.example.com' } }],
  [{ unreachable: false }, { unreachable: true }],
  [{}, { error: 'any' }],
  [{}, { mirrors: 'frontend.shop:8080' }],
  [{}, { certificate: 'shop.example.com' }],
];

suite('what a request promises', {
  'a kept promise is silent, a broken one is said'() {
    for (const [kept, broken] of promises) {
      assert.equal(compare(kept), [], JSON.stringify(kept));
      assert.is(compare(broken).length, 1, JSON.stringify(broken));
    }
  },
  'no answer is a failure unless it is promised'() {
    const reset: MeshAnswer = { error: 'read tcp: connection reset by peer' };
    assert.equal(compare({ error: 'reset' }, reset), []);
    assert.equal(compare({ error: 'connection reset' }, reset), []);
    assert.equal(compare({ unreachable: true }, reset), []);
    assert.is(compare({ error: 'refused' }, reset).length, 1);
    assert.match(compare({ status: 200 }, reset).join(), 'no answer: reset');
  },
  'shares may differ as much as chance lets them'() {
    const given = (frontend: number): MeshAnswer => ({
      answers: { '200 shop/frontend-v1:80': frontend, '200 httpbin.org:80': 200 - frontend },
    });
    const weights = { 'frontend.shop:8080': 80, 'httpbin.org:80': 20 };
    assert.equal(compare({ weights }, given(150)), []);
    assert.is(compare({ weights }, given(100)).length, 2);
  },
  'checks of intents become requests'() {
    assert.equal(expectationOf({ to: 'a.shop:80 80%, b:80 20%' }, 'shop'), { weights: { 'a.shop:80': 80, 'b.shop:80': 20 } });
    assert.equal(expectationOf({ to: 'a.shop:80', status: 200 }, 'other'), { to: 'a.shop:80', status: 200 });
    assert.equal(expectationOf({ redirect: 'https://a.example.com/' }, 'shop'), { location: 'https://a.example.com/' });
  },
  'a misspelt field is refused, because it would promise nothing'() {
    assert.throws(() => parseRequestFile('requests: [{send: GET http://a/, expect: {staus: 200}}]'), /staus/);
    assert.throws(() => parseRequestFile('requests: [{send: GET http://a/, expect: {}}]'), /must promise something/);
    assert.throws(() => parseSend('tcp://a.example.com'), /must name a port/);
  },
  'backends and callers that no file has are made, others are left alone'() {
    const { requests } = parseRequestFile(`requests:
      - {send: GET http://a.example.com/, from: {namespace: shop, workload: client}, expect: {to: 'backend.shop:9090'}}
      - {send: GET http://a.example.com/, from: {namespace: shop, workload: client}, expect: {to: 'frontend.shop:8080'}}
      - {send: GET http://a.example.com/, from: {namespace: shop, workload: client}, expect: {to: 'httpbin.org:80'}}`);
    const made = madeUp(objects, requests).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    assert.equal(made, ['Service shop/backend', 'Deployment shop/backend', 'Deployment shop/client']);
  },
  'strings stay strings for readers of YAML 1.1'() {
    const data = { on: 'yes', time: '12:30', number: '0o17', flag: 'true' };
    const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data };
    assert.equal(parseObjects(formatObjects([object, object])), [object, object]);
    assert.match(formatObjects([object]), '"yes"');
  },
  'a request that could enter two gateways must say which'() {
    const file = parseRequestFile("requests: [{send: 'GET http://a.example.com/', expect: {status: 200}}]");
    const gateway = (name: string): KubeObject => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace: 'shop' },
      spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
    assert.is(planRequests([gateway('a')], file, {}).calls[0]?.proxy.gateway, 'shop/a');
    assert.throws(() => planRequests([gateway('a'), gateway('b')], file, {}), /`gateway` must say which/);
  },
});
