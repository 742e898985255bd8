import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, ofKind } from './expand-intent.ts';

const redirects = (hosts: readonly string[], redirect: object, exposure: object): unknown[] =>
  ofKind(expandSpec({ gateways: [{ name: 'public' }], expose: [{ hosts, routes: [{ redirect }], ...exposure }] }), 'VirtualService').map(
    ({ spec }) => (spec as { http: readonly { redirect: unknown }[] }).http[0]?.redirect,
  );

const unusual = { port: 8443, tls: { secretName: 'a' } };

suite('istio: redirects from unusual ports', {
  'to the usual port of the scheme name the host: proxies would keep the port that the client wrote'() {
    assert.equal(redirects(['a.example.com'], { scheme: 'https' }, { port: 8080 }), [{ scheme: 'https', authority: 'a.example.com' }]);
    assert.equal(redirects(['a.example.com'], { scheme: 'https', port: 443 }, { port: 8080 }), [
      { scheme: 'https', authority: 'a.example.com', port: 443 },
    ]);
  },
  'of several hosts are routes of their own'() {
    assert.equal(redirects(['a.example.com', 'b.example.com'], { scheme: 'http' }, unusual), [
      { scheme: 'http', authority: 'a.example.com' },
      { scheme: 'http', authority: 'b.example.com' },
    ]);
  },
  'keep the port where nothing else is said, to another host, too'() {
    assert.equal(redirects(['a.example.com'], { host: 'b.example.com' }, unusual), [
      { authority: 'b.example.com', derivePort: 'FROM_REQUEST_PORT' },
    ]);
    assert.equal(redirects(['a.example.com'], { host: 'b.example.com' }, {}), [{ authority: 'b.example.com' }]);
    assert.equal(redirects(['a.example.com'], { scheme: 'https' }, {}), [{ scheme: 'https' }]);
  },
  'cannot name a wildcard'() {
    const spec = {
      gateways: [{ name: 'public' }],
      expose: [{ hosts: ['*.example.com'], port: 8080, routes: [{ redirect: { scheme: 'https' } }] }],
    };
    assert.match(errorsOf(expandSpec(spec)).join(), /GI0231 .*"\*\.example\.com" come with port 8080/);
  },
});

const plainInside = (provider: string, listener: object, host = 'old.example.com') =>
  errorsOf(
    expandSpec({
      provider,
      gateways: [{ name: 'public', listeners: [listener] }],
      expose: [{ hosts: [host], port: 80, tls: { mode: 'None' }, to: 'old:8080' }],
    }),
  );

suite('plain HTTP inside what a listener redirects', {
  'is refused where the redirect would hide it'() {
    const secure = { port: 443, protocol: 'HTTP', hosts: ['*.example.com'], tls: { secretName: 'wild' } };
    for (const provider of ['istio', 'mesh-gateway'])
      assert.equal(plainInside(provider, secure), [
        'GI0211 port 80 of "old.example.com" cannot both redirect and be served: GatewayIntent "shop/shop" (`spec.gateways[0].listeners[0]`) redirects "*.example.com" on gateway "shop/public"',
      ]);
    assert.equal(plainInside('istio', { ...secure, tls: { ...secure.tls, httpsRedirect: false } }), []);
    assert.equal(plainInside('istio', secure, 'old.example.org'), []);
    assert.equal(plainInside('envoy-gateway', secure), []);
  },
  'is refused for the same host too'() {
    const plain = { port: 80, protocol: 'HTTP', hosts: ['old.example.com'], httpsRedirect: true };
    assert.match(plainInside('istio', plain).join(), /^GI0211 port 80 of "old\.example\.com" cannot both/);
  },
});

const secure = (host: string, secretName = 'own') => ({ hosts: [host], to: 'a:80', tls: { secretName } });

/** `[servers of port 80, VirtualServices that redirect from it]`, each as hosts. */
const redirected = (listeners: readonly object[], expose: readonly object[]): unknown[] => {
  const expanded = expandSpec({ gateways: [{ name: 'public', listeners }], expose });
  assert.equal(errorsOf(expanded), []);
  const [gateway] = ofKind(expanded, 'Gateway').map(({ spec }) => spec as { servers: readonly Server[] });
  const routes = ofKind(expanded, 'VirtualService').map(({ spec }) => spec as { hosts: string[]; http: { redirect?: object }[] });
  return [
    gateway?.servers.filter(({ port, tls }) => port.number === 80 && tls?.httpsRedirect).flatMap(({ hosts }) => hosts),
    routes.filter(({ http }) => http.some(({ redirect }) => redirect !== undefined)).flatMap(({ hosts }) => hosts),
  ];
};

interface Server {
  readonly port: { readonly number: number };
  readonly hosts: readonly string[];
  readonly tls?: { readonly httpsRedirect?: boolean };
}

suite('redirects beside declared listeners', {
  'are routes where a listener has the host on port 80: the Gateway stays as it is'() {
    const open = { port: 80, protocol: 'HTTP' };
    assert.equal(redirected([open], [secure('a.example.com')]), [[], ['a.example.com']]);
    assert.equal(redirected([{ ...open, hosts: ['a.example.com'] }], [secure('a.example.com')]), [[], ['a.example.com']]);
    assert.equal(redirected([{ ...open, hosts: ['b.example.com'] }], [secure('a.example.com')]), [['a.example.com'], []]);
  },
  'are not made where the host is served in plain HTTP'() {
    const plain = { hosts: ['a.example.com'], to: 'plain:80', port: 80 };
    assert.equal(redirected([{ port: 80, protocol: 'HTTP' }], [secure('a.example.com'), plain]), [[], []]);
  },
  'do not count on a wider one that is taken away'() {
    const wild = { port: 443, protocol: 'HTTP', hosts: ['*.example.com'], tls: { secretName: 'wild' } };
    const plain = { hosts: ['*.example.com'], to: 'plain:80', port: 80, tls: { mode: 'None' } };
    assert.equal(redirected([wild], [secure('a.example.com', 'wild'), plain]), [['a.example.com'], []]);
  },
});
