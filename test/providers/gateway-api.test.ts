import * as assert from 'uvu/assert';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, theOnly } from './expand-intent.ts';

type Rule = { filters?: object[]; matches?: object[] };

const rulesOf = ({ spec }: KubeObject): Rule[] => (spec as { rules: Rule[] }).rules;
const exposing = (provider: string, route: object) =>
  expandSpec({ provider, gateways: [{ name: 'public' }], expose: [{ hosts: ['shop.example.com'], routes: [route] }] });

suite('Gateway API', {
  'a listener that redirects admits routes of nobody, whatever hosts are given away'() {
    const expanded = expandSpec({
      provider: 'istio-gateway-api',
      gateways: [{ name: 'public', namespace: 'edge', allow: [{ namespaces: ['shop'], hosts: ['shop.example.com'] }] }],
      expose: [{ hosts: ['shop.example.com'], to: 'web:8080', tls: { secretName: 'cert' } }],
    });
    const { listeners } = theOnly(expanded, 'Gateway').spec as { listeners: { port: number; allowedRoutes?: object }[] };
    assert.is(listeners.find(({ port }) => port === 80)?.allowedRoutes, undefined);
    assert.ok(listeners.find(({ port }) => port === 443)?.allowedRoutes);
  },
  'a Gateway never finds pods of another namespace, and says so'() {
    const errors = (fields: object) =>
      errorsOf(
        expandSpec({
          provider: 'istio-gateway-api',
          gateways: [{ name: 'web', management: 'Config', ...fields }],
          expose: [{ hosts: ['shop.example.com'], to: 'web:8080' }],
        }),
      );
    assert.match(
      errors({})[0] as string,
      'GI0503 gateway "shop/web" would never reach the pods of Service "istio-system/istio-ingressgateway"',
    );
    assert.equal(errors({ namespace: 'istio-system' }), []);
    assert.equal(errors({ workload: { selector: { app: 'gw' } } }), []);
    assert.is(errors({ workload: { selector: { app: 'gw' }, namespace: 'gateways' } }).length, 1);
  },
  "HTTP/3 of Istio's class needs an istiod that opens UDP ports, and is told to"() {
    const offering = (version?: string) =>
      expandSpec({
        ...{ provider: 'istio-gateway-api', ...(version ? { mesh: { version } } : {}) },
        gateways: [{ name: 'public', client: { http3: 'Enabled' } }],
        expose: [{ hosts: ['shop.example.com'], to: 'web:8080', tls: { secretName: 'cert' } }],
      });
    assert.match(errorsOf(offering('1.30'))[0] as string, 'opens UDP ports since Istio 1.31');
    assert.equal(errorsOf(offering()), []);
    assert.ok(offering().diagnostics.some(({ code, severity }) => code === 'GI0508' && severity === 'warning'));
    assert.equal(errorsOf(offering('1.31')), []);
    assert.match(JSON.stringify(offering('1.31').prerequisites[0]?.patch), 'PILOT_ENABLE_QUIC_LISTENERS');
  },
  'Envoy Gateway replaces the prefix `/` by an expression, and redirects with a slash between'() {
    const rewritten = exposing('envoy-gateway', { to: 'web:8080', rewrite: { prefix: '/all', host: 'inner.example.com' } });
    assert.equal(theOnly(rewritten, 'HTTPRouteFilter').spec, {
      urlRewrite: { path: { type: 'ReplaceRegexMatch', replaceRegexMatch: { pattern: '^/', substitution: '/all/' } } },
    });
    assert.equal(rulesOf(theOnly(rewritten, 'HTTPRoute'))[0]?.filters, [
      { type: 'URLRewrite', urlRewrite: { hostname: 'inner.example.com' } },
      {
        type: 'ExtensionRef',
        extensionRef: { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'shop-example-com-1' },
      },
    ]);
    const redirected = exposing('envoy-gateway', { redirect: { prefix: '/archive' } });
    assert.equal(rulesOf(theOnly(redirected, 'HTTPRoute'))[0]?.filters, [
      {
        type: 'RequestRedirect',
        requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/archive/' }, statusCode: 301 },
      },
    ]);
    const below = exposing('envoy-gateway', { match: [{ path: { prefix: '/a' } }], to: 'web:8080', rewrite: { prefix: '/all' } });
    assert.not.ok(below.objects.some(({ kind }) => kind === 'HTTPRouteFilter'));
  },
  'what Istio and others make of the prefix `/` is refused'() {
    for (const provider of ['istio-gateway-api'])
      for (const route of [
        { to: 'web:8080', rewrite: { prefix: '/all' } },
        { redirect: { prefix: '/all' } },
        { match: [{ method: 'GET' }], redirect: { prefix: '/all' } },
      ]) {
        assert.match(errorsOf(exposing(provider, route))[0] as string, /GI0501 .*prefix: \/all/);
        assert.equal(errorsOf(exposing(provider, { ...route, match: [{ path: { prefix: '/a' } }] })), []);
      }
  },
});
