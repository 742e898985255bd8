import * as assert from 'uvu/assert';
import type { MeshOptions } from '../../functions/mesh/inventory/settings.ts';
import type { RequestParts, Source } from '../../functions/mesh/trace/request.ts';
import { suite } from '../suite.ts';
import { backend, endsOf, gatewayPods, meshOf, traceUrl } from './mesh-of.ts';

const world = (policies: string, pods = 'istio: ingress') => `${gatewayPods('ingress', pods)}
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: web, namespace: ingress}
spec:
  selector: {${pods}}
  servers:
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com], tls: {httpsRedirect: true}}
  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.example.com], tls: {mode: SIMPLE, credentialName: c}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [ingress/web]
  http:
  - match: [{headers: {"@request.auth.claims.group": {exact: staff}}}]
    route: [{destination: {host: staff.shop.svc.cluster.local, port: {number: 80}}}]
  - route: [{destination: {host: web}}]
---${backend('shop', 'web')}${backend('shop', 'staff')}
${policies}`;

const authorization = (namespace: string, spec: string, name = 'p', annotations = '{}') => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: ${namespace}, annotations: ${annotations}}
spec: ${spec}
---
`;
const authentication = (namespace: string, spec: string) => `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: jwt, namespace: ${namespace}}
spec: ${spec}
---
`;
const url = 'https://shop.example.com/a/b';
const web = '100% web.shop:80';
const denied = 'denied 403';

/** Where a request to the shop ends under these policies. */
function ends(policies: string, parts: RequestParts = {}, to = url, options: MeshOptions = {}): string {
  return endsOf(traceUrl(meshOf(world(policies), options), to, parts))
    .join(', ')
    .replace('100% denied', 'denied');
}
const at = (spec: string) => authorization('ingress', spec);

suite('policies: which ones hold', {
  'of the namespace, of the root namespace, by labels; not of another namespace, nor for other pods'() {
    const deny = '{action: DENY, rules: [{}]}';
    assert.is(ends(at(deny)), denied);
    assert.is(ends(authorization('istio-system', deny)), denied);
    assert.is(ends(at('{selector: {matchLabels: {istio: ingress}}, action: DENY, rules: [{}]}')), denied);
    assert.is(ends(authorization('istio-system', '{selector: {matchLabels: {istio: ingress}}, action: DENY, rules: [{}]}')), denied);
    assert.is(ends(at('{selector: {matchLabels: {istio: other}}, action: DENY, rules: [{}]}')), web);
    assert.is(ends(authorization('elsewhere', deny)), web);
    assert.is(ends(authorization('shop', deny)), denied, 'at the sidecar of the backend');
  },
  'by reference only on pods of a Gateway of the Gateway API'() {
    const spec = '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: web}], action: DENY, rules: [{}]}';
    assert.is(ends(at(spec)), web);
    const pods = 'gateway.networking.k8s.io/gateway-name: web';
    assert.equal(endsOf(traceUrl(meshOf(world(at(spec), pods)), url)), ['100% denied 403']);
    assert.equal(endsOf(traceUrl(meshOf(world(at(spec.replace('name: web', 'name: other')), pods)), url)), [web]);
  },
  'a dry run changes nothing, and is told'() {
    const dry = authorization('ingress', '{action: DENY, rules: [{}]}', 'p', '{istio.io/dry-run: "true"}');
    assert.is(ends(dry), web);
    const { start } = traceUrl(meshOf(world(dry)), url);
    assert.match(start.decisions.find(({ what }) => what === 'policy')?.because ?? '', 'dry run');
  },
});

suite('policies: ALLOW, DENY, AUDIT, CUSTOM', {
  'no rules never fit: ALLOW shuts, DENY does nothing'() {
    assert.is(ends(at('{}')), denied);
    assert.is(ends(at('{action: DENY}')), web);
    assert.is(ends(at('{rules: [{}]}')), web);
  },
  'DENY wins over ALLOW, and several ALLOW are alternatives'() {
    const allow = (path: string, name: string) => authorization('ingress', `{rules: [{to: [{operation: {paths: ["${path}"]}}]}]}`, name);
    assert.is(ends(allow('/x', 'x')), denied);
    assert.is(ends(allow('/x', 'x') + allow('/a/*', 'a')), web);
    assert.is(
      ends(allow('/a/*', 'a') + authorization('ingress', '{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}', 'd')),
      denied,
    );
  },
  'AUDIT never matters'() {
    assert.is(ends(at('{action: AUDIT, rules: [{}]}')), web);
  },
  'the decision names the rule, and what did not fit and why'() {
    const { ends: found, start } = traceUrl(
      meshOf(world(at('{rules: [{to: [{operation: {paths: [/x]}}]}, {from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}'))),
      url,
      {
        clientIP: '203.0.113.9',
      },
    );
    assert.is(found[0]?.end.kind, 'denied');
    const { rejected, because } = start.decisions.find(({ what }) => what === 'policy') ?? {};
    assert.is(because, 'no rule of AuthorizationPolicy "ingress/p" allows it');
    assert.equal(
      rejected?.map((entry) => entry.because),
      ['ALLOW: `request.paths` is "/a/b", not "/x"', 'ALLOW: `source.ip` is "203.0.113.9", not "10.0.0.0/8"'],
    );
  },
  'before routes: instead of the redirect, and instead of 404'() {
    assert.is(ends(at('{action: DENY, rules: [{}]}'), {}, 'http://shop.example.com/'), denied);
    assert.is(ends(at('{action: DENY, rules: [{}]}'), {}, 'http://other.example.com/'), denied);
  },
  'an external authorizer: unknown what it says, unless the mesh does not have it'() {
    const custom = at('{action: CUSTOM, provider: {name: oauth}, rules: [{to: [{operation: {paths: ["/a/*"]}}]}]}');
    const found = traceUrl(meshOf(world(custom)), url);
    assert.equal(
      found.dependsOn.filter(({ on }) => on === 'unmodelled').map(({ because }) => because),
      ['what external authorizer "oauth" answers'],
    );
    assert.equal(traceUrl(meshOf(world(custom)), 'https://shop.example.com/free').dependsOn, []);
    assert.is(ends(custom, {}, url, { meshConfig: { extensionProviders: [{ name: 'other' }] } }), denied);
  },
});

/** Whether a DENY policy with one rule fits. */
const fits = (rule: string, parts: RequestParts = {}, to = url) => ends(at(`{action: DENY, rules: [${rule}]}`), parts, to) === denied;
const to = (operation: string) => `{to: [{operation: ${operation}}]}`;
const from = (source: string) => `{from: [{source: ${source}}]}`;
const when = (key: string, values: string) => `{when: [{key: "${key}", ${values}}]}`;

suite('policies: conditions about requests', {
  'paths: whole, beginnings, ends, anything, templates; the query does not count'() {
    for (const [path, fit] of [
      ['/a/b', true],
      ['/a/*', true],
      ['*/b', true],
      ['*', true],
      ['/a', false],
      ['/A/b', false],
      ['/{*}/b', true],
      ['/a/{**}', true],
      ['/{*}', false],
      ['/{**}/b', true],
    ] as const)
      assert.is(fits(to(`{paths: ["${path}"]}`), {}, `${url}?x=1`), fit, path);
  },
  'paths are compared as the proxy has normalised them'() {
    assert.ok(fits(to('{paths: [/admin]}'), {}, 'https://shop.example.com/a/../admin'));
    assert.not(fits(to('{paths: [/admin]}'), {}, 'https://shop.example.com//admin'));
  },
  'hosts: without regard to case, and with the port that the client sends'() {
    assert.ok(fits(to('{hosts: [SHOP.example.com]}')));
    assert.ok(fits(to('{hosts: ["*.example.com"]}')));
    assert.not(fits(to('{hosts: [shop.example.com]}'), { host: 'shop.example.com:443' }));
    assert.ok(fits(to('{hosts: ["shop.example.com:*"]}'), { host: 'shop.example.com:443' }));
  },
  'methods, ports of the pods, names in the handshake'() {
    assert.ok(fits(to('{methods: [POST]}'), { method: 'POST' }));
    assert.not(fits(to('{notMethods: [POST]}'), { method: 'POST' }));
    assert.ok(fits(to('{ports: ["443"]}')));
    assert.not(fits(to('{ports: ["80"]}')));
    assert.ok(fits(when('connection.sni', 'values: ["*.example.com"]')));
  },
  'headers: a star means that it is there'() {
    assert.ok(fits(when('request.headers[X-Key]', 'values: ["*"]'), { headers: { 'x-key': '' } }));
    assert.ok(fits(when('request.headers[x-key]', 'values: ["a*"]'), { headers: { 'X-Key': 'abc' } }));
    assert.ok(fits(when('request.headers[x-key]', 'notValues: ["a*"]')));
    assert.not(fits(when('request.headers[x-key]', 'values: ["a*"]')));
  },
  'all conditions of an alternative must hold, and one alternative'() {
    assert.not(fits('{to: [{operation: {paths: [/a/b], methods: [POST]}}]}'));
    assert.ok(fits('{to: [{operation: {methods: [POST]}}, {operation: {paths: [/a/b]}}]}'));
    assert.not(fits(`{to: [{operation: {paths: [/a/b]}}], when: [{key: "request.headers[x]", values: [y]}]}`));
  },
  'a key that istiod does not know takes the rule away'() {
    assert.not(fits(when('request.colour', 'values: [red]')));
  },
});

suite('policies: who sends', {
  'addresses: of the connection, and of the client behind trusted proxies'() {
    assert.ok(fits(from('{ipBlocks: [203.0.113.0/24]}'), { clientIP: '203.0.113.9' }));
    assert.not(fits(from('{notIpBlocks: [203.0.113.0/24]}'), { clientIP: '203.0.113.9' }));
    assert.ok(fits(from('{remoteIpBlocks: ["2001:db8::/32"]}'), { clientIP: '2001:db8::1' }));
    assert.not(
      fits(from('{remoteIpBlocks: [203.0.113.0/24]}'), { clientIP: '198.51.100.1', headers: { 'x-forwarded-for': '203.0.113.9' } }),
    );
    const trusting: MeshOptions = { meshConfig: { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } } };
    const deny = at('{action: DENY, rules: [{from: [{source: {remoteIpBlocks: [203.0.113.0/24]}}]}]}');
    assert.is(ends(deny, { headers: { 'x-forwarded-for': '203.0.113.9' } }, url, trusting), denied);
    assert.is(ends(deny, { headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' } }, url, trusting), web, 'the last one counts');
    assert.is(ends(deny, { clientIP: '203.0.113.9' }, url, trusting), denied);
  },
  'an address that nobody told leaves it open'() {
    const found = traceUrl(meshOf(world(at('{rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}'))), url);
    assert.equal(
      found.dependsOn.map(({ because }) => because),
      ['the address of the client'],
    );
    assert.is(found.ends[0]?.end.kind, 'denied');
    assert.equal(traceUrl(meshOf(world(at('{rules: [{from: [{source: {ipBlocks: [0.0.0.0/0]}}]}]}'))), url).dependsOn, []);
  },
  'identities: only mTLS proves one'() {
    assert.not(fits(from('{principals: ["*"]}')));
    assert.ok(fits(from('{notPrincipals: ["*"]}')));
    assert.ok(fits(from('{notNamespaces: [shop]}')));
  },
});

/** Where a call of pods of namespace `caller` with service account `robot` to the web service ends. */
function called(
  policies: string,
  more = '',
  source: Partial<Extract<Source, { kind: 'workload' }>> = {},
  to = 'http://web.shop/a',
): string {
  const pods = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: caller, labels: {istio-injection: enabled}}
---
${more}${backend('shop', 'web')}
${policies}`;
  const from: Source = { kind: 'workload', namespace: 'caller', serviceAccount: 'robot', ...source };
  return endsOf(traceUrl(meshOf(pods), to, {}, from))
    .join(', ')
    .replace('100% denied', 'denied');
}
const allow = (source: string) => authorization('shop', `{rules: [{from: [{source: ${source}}]}]}`);

suite('policies: sidecars', {
  'principals, namespaces, service accounts and trust domains of the caller'() {
    for (const source of [
      '{principals: [cluster.local/ns/caller/sa/robot]}',
      '{principals: ["cluster.local/ns/caller/*"]}',
      '{principals: ["*/sa/robot"]}',
      '{principals: ["*"]}',
      '{namespaces: [caller]}',
      '{namespaces: ["call*"]}',
      '{serviceAccounts: [caller/robot]}',
      '{trustDomains: [cluster.local]}',
      '{notNamespaces: [shop]}',
    ])
      assert.is(called(allow(source)), web, source);
    for (const source of [
      '{principals: [cluster.local/ns/shop/sa/robot]}',
      '{principals: ["spiffe://cluster.local/ns/caller/sa/robot"]}',
      '{namespaces: [shop]}',
      '{serviceAccounts: [robot]}',
      '{trustDomains: [other.local]}',
      '{notPrincipals: ["*"]}',
    ])
      assert.is(called(allow(source)), denied, source);
  },
  'a caller without a sidecar is nobody'() {
    const bare = `apiVersion: apps/v1
kind: Deployment
metadata: {name: bare, namespace: caller}
spec: {template: {metadata: {labels: {app: bare, sidecar.istio.io/inject: "false"}}, spec: {containers: [{name: app, image: app}]}}}
---
`;
    assert.is(called(allow('{namespaces: [caller]}'), bare, { name: 'bare', serviceAccount: undefined }), denied);
  },
  'ports are those of the pods'() {
    assert.is(called(authorization('shop', '{rules: [{to: [{operation: {ports: ["8080"]}}]}]}')), web);
    assert.is(called(authorization('shop', '{rules: [{to: [{operation: {ports: ["80"]}}]}]}')), denied);
  },
  'connections: rules about requests let nothing in, and deny everything'() {
    const tcp = `apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: web}, ports: [{name: tcp, port: 5432, targetPort: 5432}]}
---
`;
    const ending = (spec: string) => called(authorization('shop', spec), tcp, {}, 'tcp://db.shop:5432');
    assert.is(ending('{rules: [{to: [{operation: {methods: [GET]}}]}]}'), 'denied undefined');
    assert.is(ending('{rules: [{from: [{source: {namespaces: [caller]}}]}]}'), '100% db.shop:5432');
    assert.is(ending('{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}'), 'denied undefined');
    assert.is(ending('{action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ["1"]}}]}]}'), '100% db.shop:5432');
  },
});

const jwt = '{jwtRules: [{issuer: "https://i", audiences: [api], outputClaimToHeaders: [{header: X-User, claim: sub}]}]}';
const token = { iss: 'https://i', sub: 'ann', aud: 'api' };

suite('policies: tokens', {
  'none is needed, one that is there must be of a known issuer and for the right audience'() {
    assert.is(ends(authentication('ingress', jwt)), web);
    assert.is(ends(authentication('ingress', jwt), { claims: token }), web);
    assert.is(ends(authentication('ingress', jwt), { claims: { ...token, iss: 'https://x' } }), 'denied 401');
    assert.is(ends(authentication('ingress', jwt), { claims: { ...token, aud: ['other'] } }), 'denied 403');
    assert.is(ends(authentication('ingress', jwt), { headers: { authorization: 'Bearer rubbish' } }), 'denied 401');
    assert.is(ends(authentication('ingress', jwt), { headers: { authorization: 'Basic xyz' } }), web);
    assert.is(ends('', { claims: { iss: 'https://x' } }), web, 'nobody looks at it');
  },
  'rules about them: principal, audience, claims'() {
    const both = (rule: string) => authentication('ingress', jwt) + at(`{rules: [${rule}]}`);
    const claims = { ...token, groups: ['a', 'staff'], nested: { role: 'admin' }, scope: 'read write' };
    for (const rule of [
      from('{requestPrincipals: ["https://i/ann"]}'),
      from('{requestPrincipals: ["*"]}'),
      from('{requestPrincipals: ["https://i/*"]}'),
      from('{requestPrincipals: ["*/ann"]}'),
      when('request.auth.audiences', 'values: [api]'),
      when('request.auth.claims[groups]', 'values: [staff]'),
      when('request.auth.claims[nested][role]', 'values: ["adm*"]'),
      when('request.auth.claims[scope]', 'values: [write]'),
    ]) {
      assert.is(ends(both(rule), { claims }), web, rule);
      assert.is(ends(both(rule)), denied, `${rule} without a token`);
    }
    assert.is(ends(both(from('{requestPrincipals: ["https://i/bob"]}')), { claims }), denied);
    assert.is(ends(at(`{rules: [${from('{requestPrincipals: ["*"]}')}]}`), { claims }), denied, 'a token that nobody looked at is none');
  },
  'routes see the claims of a token that was found valid'() {
    const claims = { ...token, group: 'staff' };
    assert.is(ends(authentication('ingress', jwt), { claims }), '100% staff.shop:80');
    assert.is(ends('', { claims }), web);
  },
  'what is passed on: headers from claims, and the token only where that is said'() {
    const headers = (spec: string) => {
      const [first] = traceUrl(meshOf(world(authentication('ingress', spec))), url, {
        claims: token,
        headers: { authorization: 'Bearer x', 'x-user': 'eve' },
      }).ends;
      return first?.end.kind === 'answered' ? first.end.request.headers : {};
    };
    assert.is(headers(jwt)['x-user'], 'ann');
    assert.is(headers(jwt).authorization, undefined);
    assert.is(headers(jwt.replace('audiences', 'forwardOriginalToken: true, audiences')).authorization, 'Bearer x');
  },
  'nobody writes the header of a claim himself: rules and pods see only what a token says'() {
    const passed = (policies: string, parts: RequestParts) => ends(authentication('ingress', jwt) + policies, parts);
    const byHeader = at(`{rules: [${when('request.headers[x-user]', 'values: [ann]')}]}`);
    assert.is(passed(byHeader, { headers: { 'x-user': 'ann' } }), denied);
    assert.is(passed(byHeader, { claims: token, headers: { 'x-user': 'eve' } }), web);
    assert.is(ends(byHeader, { headers: { 'x-user': 'ann' } }), web, "where no rule writes it, it is the client's");
  },
  'from other places'() {
    const spec = '{jwtRules: [{issuer: "https://i", fromHeaders: [{name: X-Token, prefix: "T "}]}]}';
    const encoded = ['e30', Buffer.from(JSON.stringify(token)).toString('base64url'), 's'].join('.');
    const both = authentication('ingress', spec) + at(`{rules: [${from('{requestPrincipals: ["*"]}')}]}`);
    assert.is(ends(both, { headers: { 'x-token': `T ${encoded}` } }), web);
    assert.is(ends(both, { headers: { authorization: `Bearer ${encoded}` } }), denied);
  },
});
