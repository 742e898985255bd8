import * as assert from 'uvu/assert';
import type { MeshOptions } from '../../functions/mesh/inventory/settings.ts';
import type { RequestParts } from '../../functions/mesh/trace/request.ts';
import { suite } from '../suite.ts';
import { backend, endsOf, meshOf, traceUrl } from './mesh-of.ts';

const object = (
  kind: string,
  namespace: string,
  name: string,
  spec: string,
  version = 'v1',
) => `apiVersion: gateway.networking.k8s.io/${version}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
---
`;
const gateway = (listeners: string, className = 'istio') =>
  object('Gateway', 'edge', 'web', `{gatewayClassName: ${className}, listeners: [${listeners}]}`);
const all = 'allowedRoutes: {namespaces: {from: All}}';
const http = `{name: http, port: 80, protocol: HTTP, ${all}}`;
const https = `{name: https, port: 443, protocol: HTTPS, hostname: shop.example.com, tls: {certificateRefs: [{name: c}]}, ${all}}`;
const parent = 'parentRefs: [{name: web, namespace: edge}]';
const route = (rules: string, more = 'hostnames: [shop.example.com]', name = 'shop', refs = parent) =>
  object('HTTPRoute', 'shop', name, `{${refs}, ${more}, rules: [${rules}]}`);
const to = (name: string, more = '') => `backendRefs: [{name: ${name}, port: 80${more}}]`;
const apps = `${backend('shop', 'web')}${backend('shop', 'api')}${backend('other', 'far')}\n`;

const ends = (yaml: string, url = 'http://shop.example.com/', parts: RequestParts = {}, options: MeshOptions = {}) =>
  endsOf(traceUrl(meshOf(`${apps}${yaml}`, options), url, parts)).join(', ');

suite('Gateway API: listeners', {
  'a Service and pods are made for a Gateway; named by the Gateway or the Service'() {
    const mesh = meshOf(apps + gateway(http) + route(`{${to('web')}}`));
    for (const name of [undefined, 'edge/web', 'edge/web-istio'])
      assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/', {}, { kind: 'outside', gateway: name })), ['100% web.shop:80']);
    assert.is(ends(gateway(http), 'http://shop.example.com:8080/'), '100% no-entry');
  },
  'what is laid over the pods of a Gateway counts: by its infrastructure, by the ConfigMaps for its class and for itself'() {
    const map = (namespace: string, name: string, labels: string, trusted: number): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}, labels: ${labels}}\ndata:\n  deployment: |\n    spec: {template: {metadata: {annotations: {proxy.istio.io/config: 'gatewayTopology: {numTrustedProxies: ${trusted}}'}}}}\n---\n`;
    const own = gateway(http).replace(
      'listeners:',
      'infrastructure: {parametersRef: {group: "", kind: ConfigMap, name: pods}}, listeners:',
    );
    const trustedBy = (yaml: string): unknown =>
      meshOf(yaml).workloads.find(({ name }) => name === 'web-istio')?.annotations['proxy.istio.io/config'];
    assert.is(trustedBy(own), undefined);
    assert.match(trustedBy(own + map('edge', 'pods', '{}', 2)) as string, 'numTrustedProxies: 2');
    assert.is(trustedBy(own + map('shop', 'pods', '{}', 2)), undefined);
    const ofClass = map('istio-system', 'any', '{gateway.istio.io/defaults-for-class: istio}', 1);
    assert.match(trustedBy(gateway(http) + ofClass) as string, 'numTrustedProxies: 1');
    assert.match(trustedBy(own + map('edge', 'pods', '{}', 2) + ofClass) as string, 'numTrustedProxies: 2');
  },
  'TLS by server name; a listener without routes answers 404'() {
    const both = gateway(`${http}, ${https}`);
    assert.is(ends(both + route(`{${to('web')}}`), 'https://shop.example.com/'), '100% web.shop:80');
    assert.is(ends(both + route(`{${to('web')}}`), 'https://other.example.com/'), '100% no-chain');
    assert.is(ends(both), '100% no-route 404');
  },
  'client certificates: by option, or by what the Gateway demands on the port'() {
    const option =
      gateway(https.replace('tls: {', 'tls: {options: {gateway.istio.io/tls-terminate-mode: MUTUAL}, ')) + route(`{${to('web')}}`);
    assert.is(ends(option, 'https://shop.example.com/'), '100% certificate');
    assert.is(ends(option, 'https://shop.example.com/', { clientCertificate: {} }), '100% web.shop:80');
    const frontend = object(
      'Gateway',
      'edge',
      'web',
      `{gatewayClassName: istio, tls: {frontend: {default: {validation: {caCertificateRefs: [{kind: ConfigMap, name: ca}]}}}}, listeners: [${https}]}`,
    );
    assert.is(ends(frontend + route(`{${to('web')}}`), 'https://shop.example.com/'), '100% certificate');
  },
  'a certificate of another namespace needs a grant there'() {
    const far = gateway(https.replace('{name: c}', '{name: c, namespace: certs}')) + route(`{${to('web')}}`);
    const grant = object(
      'ReferenceGrant',
      'certs',
      'g',
      '{from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: edge}], to: [{group: "", kind: Secret}]}',
      'v1beta1',
    );
    assert.is(ends(far, 'https://shop.example.com/'), '100% no-listener');
    assert.is(ends(far + grant, 'https://shop.example.com/'), '100% web.shop:80');
  },
  'passthrough and connections'() {
    const tls = gateway(
      `{name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}, ${all}}, {name: tcp, port: 5432, protocol: TCP, ${all}}`,
    );
    const db = `apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: api}, ports: [{name: tls, port: 80}]}
---
`;
    const routes =
      db +
      object('TLSRoute', 'shop', 'db', `{${parent}, hostnames: [db.example.com], rules: [{${to('db')}}]}`) +
      object(
        'TCPRoute',
        'shop',
        'raw',
        `{parentRefs: [{name: web, namespace: edge, sectionName: tcp}], rules: [{${to('db')}}]}`,
        'v1alpha2',
      );
    assert.is(ends(tls + routes, 'tls://db.example.com:443'), '100% db.shop:80');
    assert.is(ends(tls + routes, 'tls://x.example.com:443'), '100% no-chain');
    assert.is(ends(tls + routes, 'tcp://any:5432'), '100% db.shop:80');
  },
  'a Service that exists, where an address names it'() {
    const pods = `apiVersion: apps/v1
kind: Deployment
metadata: {name: gw, namespace: edge}
spec: {template: {metadata: {labels: {app: gw}, annotations: {inject.istio.io/templates: gateway}}, spec: {containers: [{name: istio-proxy, image: auto}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: gw, namespace: edge}
spec: {selector: {app: gw}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
`;
    const spec = `{gatewayClassName: istio, addresses: [{type: Hostname, value: gw.edge.svc.cluster.local}], listeners: [${http}]}`;
    const mesh = meshOf(apps + pods + object('Gateway', 'edge', 'web', spec) + route(`{${to('web')}}`));
    assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/', {}, { kind: 'outside', gateway: 'edge/gw' })), ['100% web.shop:80']);
  },
});

suite('Gateway API: which routes a listener takes', {
  'of its own namespace unless it says otherwise; by labels of namespaces'() {
    const of = (allowed: string) => ends(gateway(`{name: http, port: 80, protocol: HTTP${allowed}}`) + route(`{${to('web')}}`));
    assert.is(of(''), '100% no-route 404');
    assert.is(of(', allowedRoutes: {namespaces: {from: Same}}'), '100% no-route 404');
    assert.is(
      of(', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: shop}}}}'),
      '100% web.shop:80',
    );
    assert.is(
      of(
        ', allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [shop]}]}}}',
      ),
      '100% web.shop:80',
    );
    assert.is(of(', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: shop}}}}'), '100% no-route 404');
  },
  'of the kinds that fit its protocol, or that it names'() {
    const grpc = object(
      'GRPCRoute',
      'shop',
      'g',
      `{${parent}, hostnames: [shop.example.com], rules: [{matches: [{method: {service: a.B, method: C}}], ${to('api')}}]}`,
    );
    assert.is(ends(gateway(http) + grpc, 'http://shop.example.com/a.B/C'), '100% api.shop:80');
    const only = gateway(http.replace('{namespaces', '{kinds: [{kind: HTTPRoute}], namespaces'));
    assert.is(ends(only + grpc, 'http://shop.example.com/a.B/C'), '100% no-route 404');
    const attachment = meshOf(only + grpc).routeAttachments[0];
    assert.is(attachment?.refused, 'it takes HTTPRoute, and no GRPCRoute');
  },
  'by section, port and hostname; a host that another listener fits better is not for this one'() {
    const two = gateway(
      `{name: a, port: 80, protocol: HTTP, hostname: "*.example.com", ${all}}, {name: b, port: 80, protocol: HTTP, hostname: shop.example.com, ${all}}`,
    );
    const at = (section: string) =>
      route(
        `{${to('web')}}`,
        'hostnames: [shop.example.com]',
        'shop',
        `parentRefs: [{name: web, namespace: edge, sectionName: ${section}}]`,
      );
    assert.is(ends(two + at('b')), '100% web.shop:80');
    assert.is(ends(two + at('a')), '100% no-route 404');
    assert.is(ends(two + at('none')), '100% no-route 404');
  },
});

suite('Gateway API: rules', {
  'order: exact paths, longer prefixes, methods, headers; regular expressions last with Istio, before prefixes with Envoy Gateway'() {
    const rules = route(
      `{${to('web')}}, {matches: [{path: {type: RegularExpression, value: "/a.*"}}], ${to('api')}}, {matches: [{path: {value: /a}, headers: [{name: x, value: "1"}]}], ${to('far', ', namespace: other')}}`,
    );
    const grant = object(
      'ReferenceGrant',
      'other',
      'g',
      '{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service}]}',
      'v1beta1',
    );
    assert.is(
      ends(gateway(http) + rules + grant, 'http://shop.example.com/abc'),
      '100% web.shop:80',
      'the rule without matches is a prefix',
    );
    assert.is(ends(gateway(http, 'eg') + rules + grant, 'http://shop.example.com/abc'), '100% api.shop:80');
    assert.is(ends(gateway(http) + rules + grant, 'http://shop.example.com/a/b', { headers: { x: '1' } }), '100% far.other:80');
  },
  'prefixes are of whole segments, and are replaced by whole segments'() {
    const rules =
      gateway(http) +
      route(
        `{matches: [{path: {value: /api/}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}], ${to('api')}}`,
      );
    assert.is(ends(rules, 'http://shop.example.com/apiary'), '100% no-route 404');
    const [end] = traceUrl(meshOf(apps + rules), 'http://shop.example.com/api/x?y=1').ends;
    assert.is(end?.end.kind === 'answered' && end.end.request.path, '/x?y=1');
  },
  'redirects keep the port of the request'() {
    const redirect = (more: string) =>
      gateway(http.replace('port: 80', 'port: 8080')) + route(`{filters: [{type: RequestRedirect, requestRedirect: {${more}}}]}`);
    assert.is(ends(redirect('hostname: new.example.com'), 'http://shop.example.com:8080/a'), '100% 302 http://new.example.com:8080/a');
    assert.is(
      ends(redirect('scheme: https, statusCode: 301'), 'http://shop.example.com:8080/a'),
      '100% 301 https://shop.example.com:8080/a',
      'Envoy takes off a standard port only',
    );
  },
  'a backend of another namespace needs a grant; without any weight the answer is 500'() {
    assert.is(ends(gateway(http) + route(`{${to('far', ', namespace: other')}}`)), '100% no-cluster 500');
    assert.is(ends(gateway(http) + route(`{${to('web', ', weight: 0')}}`)), '100% 500');
    assert.is(
      ends(gateway(http) + route(`{backendRefs: [{name: web, port: 80, weight: 3}, {name: api, port: 80}]}`)),
      '75% web.shop:80, 25% api.shop:80',
    );
  },
  'a filter that nobody knows makes the whole route void'() {
    const broken = gateway(http) + route(`{filters: [{type: ExtensionRef, extensionRef: {group: x, kind: Y, name: z}}], ${to('web')}}`);
    assert.is(ends(broken), '100% no-route 404');
    assert.equal(
      meshOf(broken).brokenRoutes.map(({ because }) => because),
      ['filter `ExtensionRef` is not supported'],
    );
  },
  'equal matches of two routes rest on their age'() {
    const found = traceUrl(
      meshOf(
        apps +
          gateway(http) +
          route(`{${to('web')}}`, 'hostnames: [shop.example.com]', 'b') +
          route(`{${to('api')}}`, 'hostnames: [shop.example.com]', 'a'),
      ),
      'http://shop.example.com/',
    );
    assert.equal(endsOf(found), ['100% api.shop:80']);
    assert.equal(
      found.dependsOn.map(({ on }) => on),
      ['order'],
    );
  },
});

suite('Gateway API: the way to the backend', {
  'Istio speaks mTLS to pods with sidecars, others plain text; a BackendTLSPolicy holds for both'() {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n---\n';
    const policy = object(
      'BackendTLSPolicy',
      'shop',
      'p',
      '{targetRefs: [{group: "", kind: Service, name: web}], validation: {hostname: web.example, wellKnownCACertificates: System}}',
    );
    const tls = (className: string, more = '') =>
      traceUrl(
        meshOf(namespace + apps + gateway(http, className) + route(`{${to('web')}}`) + more),
        'http://shop.example.com/',
      ).start.branches.map((branch) => branch.tls?.mode);
    assert.equal(tls('istio'), ['mesh']);
    assert.equal(tls('some-class'), ['plaintext']);
    assert.equal(tls('istio', policy), ['simple']);
    assert.equal(tls('some-class', policy), ['simple']);
  },
  'a DestinationRule counts before a BackendTLSPolicy, field by field'() {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n---\n';
    const policy = object(
      'BackendTLSPolicy',
      'shop',
      'p',
      '{targetRefs: [{group: "", kind: Service, name: web}], validation: {hostname: web.example, wellKnownCACertificates: System}}',
    );
    const rule = (spec: string) =>
      `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: d, namespace: shop}\nspec: {host: web, ${spec}}\n---\n`;
    const tls = (spec: string) =>
      traceUrl(meshOf(namespace + apps + gateway(http) + route(`{${to('web')}}`) + policy + rule(spec)), 'http://shop.example.com/').start
        .branches[0]?.tls?.mode;
    assert.is(tls('trafficPolicy: {tls: {mode: DISABLE}}'), 'plaintext');
    assert.is(tls('trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}'), 'simple');
    assert.is(tls('trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}]}'), 'mesh');
  },
  'routes of a Service are for calls within the mesh'() {
    const inside = object(
      'HTTPRoute',
      'shop',
      'web',
      `{parentRefs: [{group: "", kind: Service, name: web, port: 80}], rules: [{matches: [{path: {value: /v2}}], ${to('api')}}]}`,
    );
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n---\n';
    const mesh = meshOf(namespace + apps + inside);
    const call = (path: string) => endsOf(traceUrl(mesh, `http://web${path}`, {}, { kind: 'workload', namespace: 'shop', name: 'api' }));
    assert.equal(call('/v2/x'), ['100% api.shop:80']);
    assert.equal(call('/'), ['100% no-route 404']);
  },
  'waypoints are no way in'() {
    assert.is(ends(gateway(http, 'istio-waypoint') + route(`{${to('web')}}`)), '100% no-entry');
  },
});

suite('Envoy Gateway: policies', {
  'client certificates by ClientTrafficPolicy'() {
    const policy = `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: ClientTrafficPolicy
metadata: {name: p, namespace: edge}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: web}], tls: {clientValidation: {caCertificateRefs: [{name: ca}]}}}
---
`;
    const yaml = gateway(https, 'eg') + route(`{${to('web')}}`);
    assert.is(ends(yaml, 'https://shop.example.com/'), '100% web.shop:80');
    assert.is(ends(yaml + policy, 'https://shop.example.com/'), '100% certificate');
    assert.is(ends(yaml + policy, 'https://shop.example.com/', { clientCertificate: {} }), '100% web.shop:80');
  },
  'SecurityPolicy: that of the route counts instead of that of the Gateway'() {
    const policy = (kind: string, namespace: string, name: string, spec: string) => `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: {name: ${kind.toLowerCase()}, namespace: ${namespace}}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: ${kind}, name: ${name}}], ${spec}}
---
`;
    const yaml = gateway(http, 'eg') + route(`{${to('web')}}`);
    const at = (more: string, parts: RequestParts = {}) => ends(yaml + more, 'http://shop.example.com/', parts);
    const whole = policy(
      'Gateway',
      'edge',
      'web',
      'authorization: {defaultAction: Deny, rules: [{action: Allow, principal: {clientCIDRs: [10.0.0.0/8]}}]}',
    );
    assert.is(at(whole, { clientIP: '10.1.2.3' }), '100% web.shop:80');
    assert.is(at(whole, { clientIP: '192.0.2.1' }), '100% denied 403');
    const own = policy(
      'HTTPRoute',
      'shop',
      'shop',
      'jwt: {providers: [{name: p, issuer: "https://i", claimToHeaders: [{claim: sub, header: x-user}]}]}',
    );
    assert.is(at(whole + own, { clientIP: '192.0.2.1' }), '100% denied 401');
    assert.is(at(whole + own, { claims: { iss: 'https://i', sub: 'ann' } }), '100% web.shop:80');
    assert.is(at(whole + own, { claims: { iss: 'https://x', sub: 'ann' } }), '100% denied 401');
    assert.is(at(policy('HTTPRoute', 'shop', 'shop', 'basicAuth: {users: {name: u}}')), '100% denied 401');
    assert.is(
      at(policy('HTTPRoute', 'shop', 'shop', 'apiKeyAuth: {credentialRefs: [{name: k}], extractFrom: [{headers: [X-Key]}]}')),
      '100% denied 401',
    );
    const asked = traceUrl(
      meshOf(apps + yaml + policy('HTTPRoute', 'shop', 'shop', 'extAuth: {http: {backendRefs: [{name: a, port: 80}]}}')),
      'http://shop.example.com/',
    );
    assert.equal(
      asked.dependsOn.map(({ on }) => on),
      ['unmodelled'],
    );
  },
});
