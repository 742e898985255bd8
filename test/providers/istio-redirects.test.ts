import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, ofKind } from './expand-intent.ts';

const redirects = (hosts: readonly string[], redirect: object, exposure: object): unknown[] =>
  ofKind(expandSpec({ gateways: [{ name: 'public' }], expose: [{ hosts, routes: [{ redirect }], ...exposure }] }), 'VirtualService').map(
    ({ spec }) => (spec as { http: readonly { redirect: unknown }[] }).http[0]?.redirect,
  );

const secure = { port: 8443, tls: { secretName: 'a' } };

suite('istio: redirects from unusual ports', {
  'to the usual port of the scheme name the host: proxies would keep the port that the client wrote'() {
    assert.equal(redirects(['a.example.com'], { scheme: 'https' }, { port: 8080 }), [{ scheme: 'https', authority: 'a.example.com' }]);
    assert.equal(redirects(['a.example.com'], { scheme: 'https', port: 443 }, { port: 8080 }), [
      { scheme: 'https', authority: 'a.example.com', port: 443 },
    ]);
  },
  'of several hosts are routes of their own'() {
    assert.equal(redirects(['a.example.com', 'b.example.com'], { scheme: 'http' }, secure), [
      { scheme: 'http', authority: 'a.example.com' },
      { scheme: 'http', authority: 'b.example.com' },
    ]);
  },
  'keep the port where nothing else is said, to another host, too'() {
    assert.equal(redirects(['a.example.com'], { host: 'b.example.com' }, secure), [
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
