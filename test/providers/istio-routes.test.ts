import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, theOnly } from './expand-intent.ts';

const routesOf = (spec: object): readonly object[] =>
  (theOnly(expandSpec(spec), 'VirtualService').spec as { http: readonly object[] }).http;

suite('istio routes', {
  'two exposures that share a host on one of their ports must not match the same requests there'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['shop.example.com'], to: 'old:80' },
        { hosts: ['shop.example.com'], to: 'new:80', listeners: [{ port: 8080 }, { port: 80 }] },
      ],
    });
    assert.equal(errorsOf(expanded), [
      'GI0216 `spec.expose[1].to` matches the same requests for "shop.example.com" on port 80 as `spec.expose[0].to`',
    ]);
  },
  'a prefix whose own path another route has leaves it out: Istio warns of matches without effect'() {
    const routes = routesOf({
      gateways: [{ name: 'public' }],
      expose: [
        {
          hosts: ['shop.example.com'],
          routes: [
            { match: [{ path: { exact: '/api' } }], redirect: { path: '/api/', code: 308 } },
            { match: [{ path: { prefix: '/api' } }], to: 'api:80' },
          ],
        },
      ],
    });
    assert.equal(
      routes.map((route) => (route as { match: unknown }).match),
      [[{ uri: { exact: '/api' } }], [{ uri: { prefix: '/api/' } }]],
    );
  },
  'values that one header must not have are one expression, wherever they are written'() {
    const without = (match: object): unknown => {
      const routes = routesOf({
        gateways: [{ name: 'public' }],
        expose: [{ hosts: ['a.example.com'], routes: [{ match: [match], to: 'a:80' }] }],
      });
      return (routes[0] as { match: readonly { withoutHeaders: unknown }[] }).match[0]?.withoutHeaders;
    };
    const headers = [{ name: 'x-v', exact: '1.0', not: true }];
    assert.equal(without({ headers, withoutHeaders: [{ name: 'X-V', prefix: '2' }] }), { 'x-v': { regex: '1\\.0|2.*' } });
    assert.equal(without({ headers, withoutHeaders: [{ name: 'x-v', present: true }] }), { 'x-v': {} });
    assert.equal(without({ headers }), { 'x-v': { exact: '1.0' } });
  },
  'a listener that is written twice is one'() {
    const [route] = routesOf({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['shop.example.com'], to: 'web:80', listeners: [{ port: 80 }, { port: 80 }] },
        { hosts: ['shop.example.com'], to: 'admin:80', port: 8080 },
      ],
    });
    assert.equal((route as { match: unknown }).match, [{ port: 80 }]);
  },
  'a star in the host of an origin stands for a part of it, and preflight requests of other origins go to nobody'() {
    const policyOf = (spec: object): object => {
      const origins = [{ exact: 'https://*.a.example:8443' }, { exact: 'https://b.example' }, { exact: '*' }];
      const routes = routesOf({
        ...{ gateways: [{ name: 'public' }], ...spec },
        expose: [{ hosts: ['shop.example.com'], to: 'web:80', cors: { allowOrigins: origins } }],
      });
      return (routes[0] as { corsPolicy: object }).corsPolicy;
    };
    const allowOrigins = [{ regex: 'https://.*\\.a\\.example:8443' }, { exact: 'https://b.example' }, { exact: '*' }];
    assert.equal(policyOf({}), { allowOrigins, unmatchedPreflights: 'IGNORE' });
    assert.equal(policyOf({ mesh: { version: '1.22' } }), { allowOrigins });
    assert.equal(policyOf({ provider: 'mesh-gateway' }), { allowOrigins });
  },
  'conditions on cookies and on their header would take the place of each other'() {
    const conditions = { headers: [{ name: 'Cookie', prefix: 'a=' }], cookies: [{ name: 'b', exact: 'c' }] };
    for (const provider of ['istio', 'envoy-gateway']) {
      const expanded = expandSpec({
        ...{ provider, gateways: [{ name: 'public' }] },
        expose: [{ hosts: ['shop.example.com'], routes: [{ match: [conditions], to: 'web:80' }] }],
      });
      assert.match(
        errorsOf(expanded)[0] as string,
        'GI0231 `spec.expose[0].routes[0].match[0].cookies` are looked for in the header "Cookie"',
      );
    }
  },
});
