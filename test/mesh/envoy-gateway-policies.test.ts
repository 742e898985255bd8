import * as assert from 'uvu/assert';
import { formatPath } from '../../functions/diagnostics/path.ts';
import type { RequestParts } from '../../functions/mesh/trace/request.ts';
import { suite } from '../suite.ts';
import { backend, endsOf, meshOf, traceUrl } from './mesh-of.ts';

const object = (apiVersion: string, kind: string, name: string, spec: string, labels = '{}', namespace = 'shop') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}, labels: ${labels}}\nspec: ${spec}\n---\n`;
const api = 'gateway.networking.k8s.io/v1';
const base =
  `${backend('shop', 'web')}\n` +
  object(
    api,
    'Gateway',
    'web',
    '{gatewayClassName: eg, allowedListeners: {namespaces: {from: Same}}, listeners: [{name: http, port: 80, protocol: HTTP}, {name: alt, port: 8080, protocol: HTTP}]}',
    '{tier: edge}',
  ) +
  object(api, 'ListenerSet', 'more', '{parentRef: {name: web}, listeners: [{name: http, port: 9080, protocol: HTTP}]}') +
  object(
    api,
    'HTTPRoute',
    'shop',
    '{parentRefs: [{name: web}, {kind: ListenerSet, name: more}], rules: [{name: slow, matches: [{path: {value: /slow}}], backendRefs: [{name: web, port: 80}]}, {backendRefs: [{name: web, port: 80}]}]}',
    '{team: a}',
  );
const target = (kind: string, name: string, section = '') =>
  `targetRefs: [{group: gateway.networking.k8s.io, kind: ${kind}, name: ${name}${section && `, sectionName: ${section}`}}]`;
const policy = (name: string, spec: string, kind = 'BackendTrafficPolicy') =>
  object('gateway.envoyproxy.io/v1alpha1', kind, name, `{${spec}}`);
const wait = (time: string) => `timeout: {http: {requestTimeout: ${time}}}`;

/** Limits of a request, each with the object and field that says it. */
function limits(yaml: string, url = 'http://shop.example.com/', parts: RequestParts = {}): string {
  const { start } = traceUrl(meshOf(base + yaml), url, parts);
  return start.decisions
    .filter(({ what }) => what === 'limits')
    .map(({ because, field }) => `${because}${field ? ` (${field.item.id.name} ${formatPath(field.path)})` : ''}`)
    .join('; ');
}

suite('Envoy Gateway: limits', {
  'without a word it is the default of Envoy'() {
    assert.is(limits(''), "timeout 15s, Envoy's default");
  },
  'the nearest policy counts: rule, route, listener, Gateway'() {
    const at = {
      gateway: policy('g', `${target('Gateway', 'web')}, ${wait('1s')}`),
      listener: policy('l', `${target('Gateway', 'web', 'alt')}, ${wait('2s')}`),
      route: policy('r', `${target('HTTPRoute', 'shop')}, ${wait('3s')}`),
      rule: policy('u', `${target('HTTPRoute', 'shop', 'slow')}, ${wait('4s')}`),
    };
    const path = 'spec.timeout.http.requestTimeout';
    assert.is(limits(at.gateway + at.listener), `timeout 1s (g ${path})`);
    assert.is(limits(at.gateway + at.listener, 'http://shop.example.com:8080/'), `timeout 2s (l ${path})`);
    assert.is(limits(at.gateway + at.listener, 'http://shop.example.com:9080/'), `timeout 1s (g ${path})`);
    assert.is(limits(at.gateway + at.route), `timeout 3s (r ${path})`);
    assert.is(limits(at.gateway + at.route + at.rule, 'http://shop.example.com/slow'), `timeout 4s (u ${path})`);
    assert.is(limits(at.rule), "timeout 15s, Envoy's default");
  },
  'a policy replaces those behind it, or is laid over them'() {
    const behind = policy('g', `${target('Gateway', 'web')}, ${wait('1s')}, retry: {numRetries: 4, retryOn: {triggers: [reset]}}`);
    const own = `${target('HTTPRoute', 'shop')}, circuitBreaker: {maxConnections: 7}`;
    assert.match(limits(behind + policy('r', own)), /^timeout 15s, Envoy's default; at most 7 connections to pods \(r /);
    const merged = limits(behind + policy('r', `${own}, mergeType: StrategicMerge`));
    assert.match(merged, /^timeout 1s \(g spec.+\); 4 retries, on reset \(g spec.retry\); at most 7 connections to pods \(r /);
  },
  'selectors of targets, and the ListenerSet before its Gateway'() {
    const selected = policy('s', `targetSelectors: [{kind: Gateway, matchLabels: {tier: edge}}], ${wait('1s')}`);
    assert.match(limits(selected), /^timeout 1s/);
    assert.match(limits(selected.replace('tier: edge', 'tier: other')), /^timeout 15s/);
    const elsewhere = selected
      .replace('namespace: shop', 'namespace: infra')
      .replace('kind: Gateway,', 'kind: Gateway, namespaces: {from: All},');
    assert.match(limits(elsewhere), /^timeout 15s/, 'without a ReferenceGrant');
    const grant = object(
      api,
      'ReferenceGrant',
      'g',
      '{from: [{group: gateway.envoyproxy.io, kind: BackendTrafficPolicy, namespace: infra}], to: [{group: gateway.networking.k8s.io, kind: Gateway}]}',
    );
    assert.match(limits(elsewhere + grant), /^timeout 1s/);
    const set = policy('m', `${target('ListenerSet', 'more')}, ${wait('2s')}`);
    assert.match(limits(selected + set, 'http://shop.example.com:9080/'), /^timeout 2s/);
  },
  'of two for one target the older counts, which files do not tell'() {
    const two = policy('a', `${target('Gateway', 'web')}, ${wait('1s')}`) + policy('b', `${target('Gateway', 'web')}, ${wait('2s')}`);
    assert.equal(
      traceUrl(meshOf(base + two), 'http://shop.example.com/').dependsOn.map(({ on }) => on),
      ['order'],
    );
  },
  'faults change where requests end; limits of requests are told'() {
    const fault = policy('f', `${target('HTTPRoute', 'shop')}, faultInjection: {abort: {httpStatus: 418, percentage: 25}}`);
    assert.equal(endsOf(traceUrl(meshOf(base + fault), 'http://shop.example.com/')), ['25% 418 fault filter abort', '75% web.shop:80']);
    const rate = policy(
      'f',
      `${target('HTTPRoute', 'shop')}, rateLimit: {type: Local, local: {rules: [{limit: {requests: 10, unit: Minute}}]}}`,
    );
    assert.match(limits(rate), 'at most 10 requests a minute at each pod of the gateway (f spec.rateLimit.local)');
  },
  'connections of clients'() {
    const spec = 'connection: {connectionLimit: {value: 100}}, timeout: {http: {requestReceivedTimeout: 6s}}';
    const told = limits(policy('c', `${target('Gateway', 'web')}, ${spec}`, 'ClientTrafficPolicy'));
    assert.match(told, /^at most 100 connections \(c spec\.connection.+; requests must have arrived within 6s \(c spec\.timeout/);
  },
  'a policy that verifies clients without an authority is not accepted: 500'() {
    const https = base.replace(
      '{name: http, port: 80, protocol: HTTP}',
      '{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}',
    );
    const ask = (validation: string) => {
      const client = policy('c', `${target('Gateway', 'web')}, tls: {clientValidation: ${validation}}`, 'ClientTrafficPolicy');
      return endsOf(traceUrl(meshOf(https + client), 'https://shop.example.com/'));
    };
    assert.equal(ask('{subjectAltNames: {dnsNames: [{value: a.example}]}}'), ['100% 500']);
    assert.equal(ask('{mode: VerifyIfGiven}'), ['100% 500']);
    assert.equal(ask('{mode: Request}'), ['100% web.shop:80']);
  },
  'with Istio none of them counts'() {
    const yaml = (base + policy('g', `${target('Gateway', 'web')}, ${wait('1s')}`)).replace(
      'gatewayClassName: eg',
      'gatewayClassName: istio',
    );
    const { start } = traceUrl(meshOf(yaml), 'http://shop.example.com/');
    assert.equal(
      start.decisions.filter(({ what }) => what === 'limits'),
      [],
    );
  },
});
