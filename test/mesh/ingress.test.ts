import * as assert from 'uvu/assert';
import { formatPath } from '../../functions/diagnostics/path.ts';
import { suite } from '../suite.ts';
import { backend, endsOf, gatewayPods, meshOf, traceUrl } from './mesh-of.ts';

const gateway = (name: string, namespace: string, servers: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {istio: ingress}, servers: ${servers}}
---`;
const virtualService = (name: string, namespace: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
---`;
const http = (host: string) => `{port: {number: 80, name: http, protocol: HTTP}, hosts: ["${host}"]}`;
const https = (host: string, name = 'https') =>
  `{port: {number: 443, name: ${name}, protocol: HTTPS}, hosts: ["${host}"], tls: {mode: SIMPLE, credentialName: c}}`;

const shop =
  gatewayPods('ingress') +
  gateway('web', 'ingress', `[${http('shop.example.com')}, ${https('shop.example.com')}]`) +
  virtualService(
    'shop',
    'shop',
    '{hosts: [shop.example.com], gateways: [ingress/web], http: [{match: [{uri: {prefix: /api}}], route: [{destination: {host: api}}]}, {route: [{destination: {host: web}, weight: 90}, {destination: {host: web, subset: v9}, weight: 10}]}]}',
  ) +
  backend('shop', 'api', 8080) +
  backend('shop', 'web');

suite('the way in: an Istio Gateway', {
  'a route leads to the Service, its only port taken for granted'() {
    assert.equal(endsOf(traceUrl(meshOf(shop), 'http://shop.example.com/api/x')), ['100% api.shop:8080']);
  },
  'shares follow the weights, and a subset that no DestinationRule declares is no cluster'() {
    assert.equal(endsOf(traceUrl(meshOf(shop), 'https://shop.example.com/')), ['90% web.shop:80', '10% no-cluster 503']);
  },
  'every decision names the field that made it'() {
    const { start } = traceUrl(meshOf(shop), 'http://shop.example.com/api');
    const route = start.decisions.find((made) => made.what === 'route');
    assert.is(route?.field && formatPath(route.field.path), 'spec.http[0].match[0]');
    assert.is(route?.field?.item.id.name, 'shop');
  },
  'what was passed over is told with the reason'() {
    const { start } = traceUrl(meshOf(shop), 'http://shop.example.com/x');
    const route = start.decisions.find((made) => made.what === 'route');
    assert.equal(
      route?.rejected.map((entry) => entry.because),
      ['path "/x" does not start with "/api"'],
    );
  },
  'of two gateways with the same host, one that can be reached from outside comes first'() {
    const inner = gatewayPods('inner', 'istio: inner').replace('type: LoadBalancer', 'type: ClusterIP');
    const both = `[{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.example.com"]}]`;
    const twin = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: inner, namespace: inner}
spec: {selector: {istio: inner}, servers: ${both}}
---`;
    const mesh = meshOf(
      inner +
        twin +
        virtualService(
          'inner',
          'shop',
          '{hosts: [shop.example.com], gateways: [inner/inner], http: [{route: [{destination: {host: web}}]}]}',
        ) +
        shop,
    );
    assert.is(traceUrl(mesh, 'http://shop.example.com/api').start.workload?.namespace, 'ingress');
  },
  'a host that no server has is 404 in plain text and refused by name in TLS'() {
    assert.equal(endsOf(traceUrl(meshOf(shop), 'http://other.example.com/')), ['100% no-virtual-host 404']);
    assert.equal(endsOf(traceUrl(meshOf(shop), 'https://other.example.com/')), ['100% no-chain']);
  },
  'plain text to a TLS port, and a port that no Service has'() {
    assert.equal(endsOf(traceUrl(meshOf(shop), 'http://shop.example.com:443/', { tls: 'none' })), ['100% no-chain']);
    assert.equal(endsOf(traceUrl(meshOf(shop), 'http://shop.example.com:8080/')), ['100% no-entry']);
  },
  'httpsRedirect answers before any route'() {
    const mesh = meshOf(
      shop +
        gateway(
          'plain',
          'ingress',
          '[{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com], tls: {httpsRedirect: true}}]',
        ),
    );
    assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/api?a=1')), ['100% 301 https://shop.example.com/api?a=1']);
  },
  'a server host with a namespace shuts out routes of others'() {
    const mesh = meshOf(
      gatewayPods('ingress') +
        gateway('web', 'ingress', `[${http('bank/*.example.com')}]`) +
        shop.slice(shop.indexOf('kind: VirtualService') - 40),
    );
    assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/api')), ['100% no-route 404']);
  },
  'exportTo that leaves out the gateway takes the route away'() {
    const mesh = meshOf(shop.replace('{hosts: [shop.example.com], gateways', '{exportTo: ["."], hosts: [shop.example.com], gateways'));
    assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/api')), ['100% no-route 404']);
  },
  'a destination that is not in the files is answered there, with a question mark, where its namespace is open'() {
    const mesh = meshOf(shop.replace('{host: api}', '{host: api.bank.svc.cluster.local, port: {number: 80}}'));
    const found = traceUrl(mesh, 'http://shop.example.com/api');
    assert.equal(endsOf(found), ['100% api.bank:80']);
    assert.equal(
      found.dependsOn.map((dependence) => dependence.on),
      ['outside'],
    );
  },
  'and is missing where its namespace is closed'() {
    const mesh = meshOf(shop.replace('{host: api}', '{host: nobody}'));
    assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/api')), ['100% no-cluster 503']);
  },
  'the same certificate host in two Gateways: the later one loses whole, and which is later is not known'() {
    const mesh = meshOf(
      shop +
        gateway(
          'zeta',
          'shop',
          `[{port: {number: 443, name: s, protocol: HTTPS}, hosts: [shop.example.com, late.example.com], tls: {mode: SIMPLE, credentialName: d}}]`,
        ),
    );
    const found = traceUrl(mesh, 'https://late.example.com/');
    assert.equal(endsOf(found), ['100% no-chain']);
    const [skipped] = mesh.gatewayProxies[0]?.merged.skipped ?? [];
    assert.is(skipped?.server.gateway.name, 'zeta');
    assert.ok(skipped?.byOrder);
    assert.equal(traceUrl(mesh, 'https://shop.example.com/').dependsOn.filter((dependence) => dependence.on === 'order').length, 1);
  },
  'the same server name under two namespaces makes Envoy refuse the whole port'() {
    const mesh = meshOf(shop + gateway('two', 'ingress', `[${https('shop/shop.example.com', 'b')}]`));
    assert.equal(endsOf(traceUrl(mesh, 'https://shop.example.com/')), ['100% refused-listener']);
  },
  'ports 80 and 8080 collide where the Service maps one to the other'() {
    const mesh = meshOf(
      gatewayPods('ingress', 'istio: ingress', '[{name: http, port: 80, targetPort: 8080}, {name: tcp, port: 9000, targetPort: 8080}]') +
        gateway('a', 'ingress', `[${http('shop.example.com')}]`) +
        gateway('b', 'ingress', '[{port: {number: 9000, name: t, protocol: TCP}, hosts: ["*"]}]'),
    );
    assert.equal(
      mesh.gatewayProxies[0]?.merged.skipped.map((entry) => entry.because),
      ['the port is served as HTTP already'],
    );
  },
  'two VirtualServices of one host: both routes count, and the order of equals is an open question'() {
    const route = (name: string, to: string) =>
      virtualService(
        name,
        'shop',
        `{hosts: [shop.example.com], gateways: [ingress/web], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: ${to}}}]}]}`,
      );
    const mesh = meshOf(
      shop.replace('{hosts: [shop.example.com], gateways', '{hosts: [none.example.com], gateways') +
        route('one', 'api') +
        route('two', 'web'),
    );
    const found = traceUrl(mesh, 'http://shop.example.com/a');
    assert.equal(endsOf(found), ['100% api.shop:8080']);
    assert.equal(
      found.dependsOn.map((dependence) => dependence.because),
      ['"shop/one" and "shop/two" both take the request, and the older one wins'],
    );
  },
  'creation times settle it'() {
    const route = (name: string, to: string, created: string) =>
      virtualService(
        name,
        'shop',
        `{hosts: [shop.example.com], gateways: [ingress/web], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: ${to}}}]}]}`,
      ).replace('namespace: shop}', `namespace: shop, creationTimestamp: "${created}"}`);
    const mesh = meshOf(
      shop.replace('{hosts: [shop.example.com], gateways', '{hosts: [none.example.com], gateways') +
        route('one', 'api', '2024-02-01T00:00:00Z') +
        route('two', 'web', '2024-01-01T00:00:00Z'),
    );
    const found = traceUrl(mesh, 'http://shop.example.com/a');
    assert.equal(endsOf(found), ['100% web.shop:80']);
    assert.equal(
      found.dependsOn.filter((dependence) => dependence.on === 'order'),
      [],
    );
  },
  'a Gateway whose pods are of another package is served by pods that are assumed'() {
    const mesh = meshOf(
      gateway('web', 'shop', `[${http('shop.example.com')}]`) +
        shop.slice(shop.indexOf('kind: VirtualService') - 40).replace('ingress/web', 'shop/web'),
    );
    const found = traceUrl(mesh, 'http://shop.example.com/api');
    assert.equal(endsOf(found), ['100% api.shop:8080']);
    assert.ok(found.dependsOn.some((dependence) => dependence.on === 'outside' && dependence.because.includes('istio=ingress')));
  },
  'with a complete set they are not there'() {
    const mesh = meshOf(gateway('web', 'shop', `[${http('shop.example.com')}]`), { complete: true });
    assert.equal(endsOf(traceUrl(mesh, 'http://shop.example.com/')), ['100% no-entry']);
  },
  'Gateways select pods of other namespaces, unless istiod is told not to'() {
    const text =
      gatewayPods('ingress') +
      gateway('web', 'shop', `[${http('shop.example.com')}]`) +
      shop.slice(shop.indexOf('kind: VirtualService') - 40).replace('ingress/web', 'shop/web');
    const open = traceUrl(meshOf(text), 'http://shop.example.com/api');
    assert.equal(endsOf(open), ['100% api.shop:8080']);
    assert.ok(
      open.dependsOn.some((dependence) => dependence.on === 'setting' && dependence.setting === 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE'),
    );
    assert.equal(endsOf(traceUrl(meshOf(text, { gatewayScope: 'Namespace' }), 'http://shop.example.com/api')), ['100% no-listener']);
  },
  'passthrough goes by server name, and http rules mean nothing to it'() {
    const server = '[{port: {number: 443, name: tls, protocol: TLS}, hosts: ["*.example.com"], tls: {mode: PASSTHROUGH}}]';
    const spec =
      '{hosts: ["*.example.com"], gateways: [ingress/web], tls: [{match: [{sniHosts: [db.example.com]}], route: [{destination: {host: web}}]}], http: [{route: [{destination: {host: api}}]}]}';
    const mesh = meshOf(
      gatewayPods('ingress') +
        gateway('web', 'ingress', server) +
        virtualService('x', 'shop', spec) +
        backend('shop', 'web').replace('name: http', 'name: tls'),
    );
    assert.equal(endsOf(traceUrl(mesh, 'tls://db.example.com')), ['100% web.shop:80']);
    assert.equal(endsOf(traceUrl(mesh, 'https://shop.example.com')), ['100% no-chain']);
  },
  'a client certificate is demanded by MUTUAL'() {
    const mesh = meshOf(shop.replace('mode: SIMPLE', 'mode: MUTUAL'));
    assert.equal(endsOf(traceUrl(mesh, 'https://shop.example.com/api')), ['100% certificate']);
    assert.equal(endsOf(traceUrl(mesh, 'https://shop.example.com/api', { clientCertificate: {} })), ['100% api.shop:8080']);
    assert.equal(traceUrl(mesh, 'https://shop.example.com/api', { clientCertificate: {} }).dependsOn, []);
  },
});
