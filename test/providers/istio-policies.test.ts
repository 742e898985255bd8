import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { type Expanded, errorsOf, expandSpec, expandText, ofKind, theOnly } from './expand-intent.ts';

interface Rule {
  readonly to?: readonly { readonly operation: Readonly<Record<string, readonly string[]>> }[];
  readonly when?: readonly { readonly key: string; readonly values?: readonly string[]; readonly notValues?: readonly string[] }[];
}

const rulesOf = (expanded: Expanded, name: string): readonly Rule[] =>
  (theOnly(expanded, 'AuthorizationPolicy', name).spec as { rules: readonly Rule[] }).rules;

const operation = ({ to }: Rule | undefined = {}) => to?.[0]?.operation ?? {};

const intent = (namespace: string, spec: object) =>
  JSON.stringify({ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name: namespace, namespace }, spec });

const officeOnly = { allowIPs: ['10.0.0.0/8'] };

suite('istio policies: what protects one host never breaks another', {
  'a rule about requests leaves connections alone that are passed through on the same port'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['web.example.com'], to: 'web:80', tls: { secretName: 'web' }, auth: officeOnly },
        { hosts: ['raw.example.com'], to: 'raw:443', tls: { mode: 'Passthrough' } },
        { hosts: ['mongo.example.com'], to: 'mongo:27017', protocol: 'MONGO', port: 443, tls: { secretName: 'mongo' } },
      ],
    });
    const [rule] = rulesOf(expanded, 'public-web-example-com');
    assert.equal(rule?.when, [{ key: 'connection.sni', notValues: ['raw.example.com', 'mongo.example.com'] }]);
  },
  'a wildcard that is passed through beside rules about requests is an error'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['web.example.com'], to: 'web:80', tls: { secretName: 'web' }, auth: officeOnly },
        { hosts: ['*.example.com'], to: 'raw:443', tls: { mode: 'Passthrough' } },
      ],
    });
    assert.match(errorsOf(expanded).join(), /GI0233 .*"web.example.com" would hold for "\*.example.com" too/);
  },
  'two teams on one host: the rules of each are for its own paths'() {
    const expanded = expandText(
      [
        intent('infra', { gateways: [{ name: 'public', allow: [{ namespaces: ['*'] }] }] }),
        intent('cart', { expose: [{ hosts: ['www.example.com'], to: 'cart:80', auth: officeOnly }] }),
        intent('pay', {
          expose: [
            {
              hosts: ['www.example.com'],
              paths: ['/pay'],
              to: 'pay:80',
              auth: { rules: [{ action: 'DENY', to: { paths: ['/pay/admin*', '/cart*'] } }] },
            },
          ],
        }),
      ].join('\n---\n'),
    );
    assert.equal(errorsOf(expanded), []);
    assert.equal(operation(rulesOf(expanded, 'public-cart-www-example-com')[0]).notPaths, ['/pay', '/pay/*']);
    assert.equal(
      rulesOf(expanded, 'public-pay-www-example-com').map((rule) => operation(rule).paths),
      [['/pay/admin*']],
    );
  },
  'two teams on one host, told apart by a header: their rules cannot be kept apart'() {
    const expanded = expandText(
      [
        intent('infra', { gateways: [{ name: 'public', allow: [{ namespaces: ['*'] }] }] }),
        intent('cart', { expose: [{ hosts: ['www.example.com'], to: 'cart:80', auth: officeOnly }] }),
        intent('beta', {
          expose: [{ hosts: ['www.example.com'], routes: [{ match: [{ headers: [{ name: 'x-beta', present: true }] }], to: 'beta:80' }] }],
        }),
      ].join('\n---\n'),
    );
    assert.match(errorsOf(expanded).join(), /GI0234 .*other exposures share "www.example.com"/);
  },
  'a redirect that is made for a wildcard takes no tokens, and need not'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['*.example.com'], to: 'web:80', tls: { secretName: 'web' }, auth: { jwt: [{ issuer: 'https://issuer' }] } },
        { hosts: ['plain.example.com'], to: 'web:80', auth: { jwt: [{ issuer: 'https://issuer' }] } },
      ],
    });
    assert.equal(errorsOf(expanded), []);
  },
});

suite('istio policies: nothing gets past them', {
  'a wildcard host is protected whatever port the Host header names'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['*.example.com'], to: 'web:80', auth: officeOnly },
        { hosts: ['open.example.com'], to: 'open:80' },
      ],
    });
    const [usual, odd] = rulesOf(expanded, 'public-wildcard-example-com').map(operation);
    assert.equal(usual?.hosts, ['*.example.com', '*.example.com:80']);
    assert.equal(odd?.hosts, undefined);
    assert.equal(odd?.notHosts, ['*.example.com', '*.example.com:80', 'open.example.com', 'open.example.com:*']);
  },
  'a host and the wildcard around it in one exposure are both protected'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [{ hosts: ['*', 'shop.example.com'], to: 'web:80', auth: officeOnly }],
    });
    const operations = rulesOf(expanded, 'public-any-host').map(operation);
    assert.ok(operations.some(({ hosts }) => hosts?.includes('shop.example.com')));
    assert.ok(operations.some(({ hosts, notHosts }) => hosts === undefined && notHosts?.includes('shop.example.com')));
  },
  'a client that connects for a wildcard must not ask for the host that wants its certificate'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['*.example.com'], to: 'web:80', tls: { secretName: 'web' } },
        { hosts: ['admin.example.com'], to: 'admin:80', tls: { secretName: 'admin', clientValidation: {} } },
      ],
    });
    const [rule] = rulesOf(expanded, 'public-client-certificates');
    assert.equal(operation(rule).hosts, ['admin.example.com', 'admin.example.com:*']);
    assert.equal(rule?.when, [{ key: 'connection.sni', notValues: ['admin.example.com'] }]);
  },
  'without such a wildcard there is no such policy'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['www.example.com'], to: 'web:80', tls: { secretName: 'web' } },
        { hosts: ['admin.example.com'], to: 'admin:80', tls: { secretName: 'admin', clientValidation: {} } },
      ],
    });
    assert.equal(ofKind(expanded, 'AuthorizationPolicy'), []);
  },
  'addresses of a whole gateway hold for every port, tokens where requests are seen'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public', auth: { allowIPs: ['10.0.0.0/8'], jwt: [{ issuer: 'https://issuer' }] } }],
      expose: [
        { hosts: ['web.example.com'], to: 'web:80' },
        { protocol: 'TCP', port: 5432, to: 'db:5432' },
      ],
    });
    const ports = rulesOf(expanded, 'public').map((rule) => operation(rule).ports);
    assert.equal(ports, [['80'], ['80', '5432']]);
    assert.match(expanded.diagnostics.map(({ code }) => code).join(), /GI0235/);
  },
});

suite('istio policies: pods that exist', {
  'a port is called as the pods know it, by their Service or by both usual ways'() {
    const service = (targetPort: number) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'istio-ingressgateway', namespace: 'istio-system' },
        spec: { ports: [{ port: 80, targetPort }] },
      });
    const adopted = intent('shop', {
      gateways: [{ name: 'web', management: 'Config' }],
      expose: [{ hosts: ['web.example.com'], to: 'web:80', auth: officeOnly }],
    });
    const portsOf = (text: string) => operation(rulesOf(expandText(text), 'web-web-example-com')[0]).ports;
    assert.equal(portsOf(adopted), ['80', '8080']);
    assert.equal(portsOf(`${adopted}\n---\n${service(9080)}`), ['9080']);
  },
  'rules of a gateway of another package are an error'() {
    const expanded = expandSpec({ gateways: [{ name: 'public', management: 'External', auth: officeOnly }] });
    assert.match(errorsOf(expanded).join(), /GI0221 `spec.gateways\[0\].auth`/);
  },
});

suite('istio policies: names and identities', {
  'one exposure at two gateways lets both identities in, once'() {
    const expanded = expandSpec({
      gateways: [{ name: 'one' }, { name: 'two' }],
      expose: [
        {
          hosts: ['web.example.com'],
          to: 'web:80',
          listeners: [{ gateway: 'one' }, { gateway: 'two' }],
          restrictBackend: { selector: { app: 'web' } },
          auth: { enforceAt: 'Workload', selector: { app: 'web' }, denyIPs: ['192.0.2.1'] },
        },
      ],
    });
    const { spec } = theOnly(expanded, 'AuthorizationPolicy', 'web-example-com-gateway-only');
    assert.equal(spec, {
      selector: { matchLabels: { app: 'web' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/one', 'cluster.local/ns/shop/sa/two'] } }] }],
    });
    assert.is(ofKind(expanded, 'AuthorizationPolicy').length, 2);
  },
  'a backend that lets its gateway in alone still enforces its ALLOW rules'() {
    const guarded = (auth: object, more: readonly object[] = [], selector: object = { app: 'web' }) => {
      const own = { hosts: ['web.example.com'], to: 'web:80', restrictBackend: { selector }, auth };
      return expandSpec({ gateways: [{ name: 'public' }], expose: [own, ...more] });
    };
    const rules = [{ action: 'ALLOW', to: { paths: ['/public*'] } }];
    const auth = { enforceAt: 'Workload', selector: { app: 'web' }, rules };
    const { spec } = theOnly(guarded(auth), 'AuthorizationPolicy');
    assert.equal((spec as { rules: unknown }).rules, [
      { from: [{ source: { principals: ['cluster.local/ns/shop/sa/public'] } }], to: [{ operation: { paths: ['/public*'] } }] },
    ]);
    const loose = /GI0503 `spec.expose\[0\].restrictBackend` would let its gateway past the ALLOW rules `spec.expose\[.\].auth.rules`/;
    assert.match(errorsOf(guarded({ ...auth, selector: { app: 'web', version: 'v1' } })).join(), loose);
    assert.match(errorsOf(guarded(auth, [], { app: 'web', version: 'v1' })).join(), loose);
    assert.match(errorsOf(guarded({}, [{ hosts: ['other.example.com'], to: 'web:80', auth }])).join(), loose);
    assert.equal(
      errorsOf(guarded({}, [{ hosts: ['other.example.com'], to: 'web:80', auth: { ...auth, selector: { app: 'other' } } }])),
      [],
    );
  },
  'ALLOW rules of two hosts for the same pods are told: either lets in'() {
    const exposed = (name: string, path: string, more: object = {}) => ({
      ...{ hosts: [`${name}.example.com`], to: 'web:80' },
      auth: { enforceAt: 'Workload', selector: { app: 'web' }, rules: [{ action: 'ALLOW', to: { paths: [path] } }] },
      ...more,
    });
    const told = (...expose: readonly object[]): string[] =>
      expandSpec({ gateways: [{ name: 'public' }], expose }).diagnostics.map(
        ({ code, severity, message }) => `${severity} ${code} ${message}`,
      );
    assert.equal(told(exposed('a', '/a'), exposed('b', '/b')), [
      'warning GI0503 `spec.expose[1].auth.rules` and `spec.expose[0].auth.rules` of GatewayIntent "shop/shop" are for the same pods, which let in what either allows, whatever the host',
    ]);
    assert.equal(told(exposed('a', '/a'), exposed('b', '/a')), []);
    assert.equal(told(exposed('a', '/a'), exposed('b', '/b', { to: 'web:81' })), []);
  },
  'the authorisation service is named with the domain of the cluster'() {
    const expanded = expandSpec({
      mesh: { clusterDomain: 'corp.internal' },
      gateways: [{ name: 'public' }],
      expose: [{ hosts: ['web.example.com'], to: 'web:80', auth: { extAuthz: { http: { service: 'authz', port: 9000 } } } }],
    });
    assert.match(JSON.stringify(expanded.prerequisites), /authz\.shop\.svc\.corp\.internal/);
  },
});

suite('istio policies: what is allowed, said as what is denied', {
  'leaves out what no request can be, and what another rule says already'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        {
          hosts: ['web.example.com'],
          to: 'web:80',
          auth: {
            rules: [
              { action: 'ALLOW', to: { paths: ['/admin*'], methods: ['POST'] } },
              { action: 'ALLOW', to: { notPaths: ['/admin*'], methods: ['GET', 'POST'] } },
              { action: 'ALLOW', to: { methods: ['POST'] } },
            ],
          },
        },
      ],
    });
    assert.equal(
      rulesOf(expanded, 'public-web-example-com').map((rule) => {
        const { hosts: _, ports: __, ...own } = operation(rule);
        return own;
      }),
      [{ notMethods: ['POST', 'GET'] }, { notMethods: ['POST'], paths: ['/admin*'] }],
    );
  },
});

const cors = { allowOrigins: [{ exact: '*' }, { exact: 'app://phone' }] };
const tokens = {
  jwt: [{ issuer: 'https://id.example.com' }],
  rules: [
    { action: 'ALLOW', to: { methods: ['GET'] } },
    { action: 'ALLOW', claims: { role: ['a'] }, to: { paths: ['/x'] } },
  ],
};

const answered = (exposure: object, auth: object = tokens, version = '1.27') => {
  const expose = [{ hosts: ['api.example.com'], to: 'api:80', auth, ...exposure }];
  const expanded = expandSpec({ mesh: { version }, gateways: [{ name: 'public' }], expose });
  assert.equal(errorsOf(expanded), []);
  return { rules: rulesOf(expanded, 'public-api-example-com') };
};

suite('istio policies: browsers ask before they send a token', {
  'what the proxy answers itself needs no token and no ALLOW rule'() {
    const { rules } = answered({ cors });
    assert.equal(rules.length, 9, 'the token, and each way to break both ALLOW rules, without preflight requests');
    assert.equal(operation(rules[0]).notMethods, ['OPTIONS']);
    assert.equal(rules[1]?.when, [{ key: 'request.headers[origin]', notValues: ['http://*', 'https://*', 'app://phone'] }]);
    assert.match(
      rules[2]?.when?.[0]?.notValues?.join() ?? '',
      /^GET,HEAD,POST,/,
      'an empty method is no preflight request: the filter passes it on',
    );
  },
  'addresses hold for them too'() {
    const { rules } = answered({ cors }, { allowIPs: ['10.0.0.0/8'] });
    assert.equal(
      rules,
      [{ ...rules[0], when: undefined }].map(({ when: _, ...rest }) => rest),
    );
  },
  'a route without `cors` leaves them to its backend, which nobody may reach without a token'() {
    const routes = [{ match: [{ path: { prefix: '/a' } }], to: 'a:80', cors }, { to: 'b:80' }];
    assert.equal(answered({ to: undefined, routes }).rules.length, 3);
  },
  'the rules of a whole gateway except those for hosts of intents: nobody knows what other routes of its pods do with them'() {
    const rules = (hosts: readonly string[]) =>
      rulesOf(
        expandSpec({
          gateways: [{ name: 'public', auth: { jwt: [{ issuer: 'https://id.example.com' }] } }],
          expose: [{ hosts, to: 'api:80', cors }],
        }),
        'public',
      );
    const except = rules(['api.example.com', '*.apps.example.com']);
    assert.equal(except.length, 4);
    assert.equal(operation(except[3]).notHosts, ['api.example.com', 'api.example.com:*', '*.apps.example.com', '*.apps.example.com:80']);
    assert.is(rules(['*']).length, 1, 'every host is that of others, too');
  },
  'older proxies pass those of other origins on: only the named origins are let in'() {
    const named = { allowOrigins: [{ exact: 'https://app.example.com' }, { prefix: 'http://localhost:' }] };
    const [, origin] = answered({ cors: named }, tokens, '1.20').rules;
    assert.equal(origin?.when, [{ key: 'request.headers[origin]', notValues: ['https://app.example.com', 'http://localhost:*'] }]);
    assert.equal(answered({ cors }, tokens, '1.20').rules.length, 3);
  },
});
