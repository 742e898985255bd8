import * as assert from 'uvu/assert';
import { formatPath } from '../../functions/diagnostics/path.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { renderItems } from '../samples/sample.ts';
import { suite } from '../suite.ts';

/** What is found in generated objects, and the field of the intent that each finding is sent to. */
function sentTo(spec: object, beside: readonly object[] = []): string[] {
  const object = { apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name: 'shop', namespace: 'shop' }, spec };
  const text = [object, ...beside].map((one) => JSON.stringify(one)).join('\n---\n');
  const { value = [] } = parseFile('a.yaml', Buffer.from(text));
  return renderItems(value)
    .diagnostics.filter(({ message }) => message.startsWith('in the generated'))
    .map(({ code, path = [] }) => `${code} ${formatPath(path)}`);
}

const exposing = (fields: object, gateway: object = {}): object => ({
  gateways: [{ name: 'public', ...gateway }],
  expose: [
    { hosts: ['other.example.com'], to: 'other:80' },
    { hosts: ['a.example.com'], to: 'web:80', ...fields },
  ],
});
const routing = (...routes: readonly object[]): object => exposing({ to: undefined, routes });

const places: Readonly<Record<string, readonly [spec: object, told: string]>> = {
  'a field of the Service': [
    exposing({}, { service: { type: 'ClusterIP', externalTrafficPolicy: 'Local' } }),
    'GI1904 spec.gateways[0].service.externalTrafficPolicy',
  ],
  'a port of the Service': [
    exposing({}, { service: { ports: [{ port: 9999, name: 'extra' }] } }),
    'GI3007 spec.gateways[0].service.ports[0]',
  ],
  'a field of the pods': [
    exposing({}, { deployment: { pod: { tolerations: [{ key: 'a', operator: 'Exist' }] } } }),
    'GI1003 spec.gateways[0].deployment.pod.tolerations[0].operator',
  ],
  'a field of the container': [
    exposing({}, { deployment: { pod: { resources: { requests: { cpu: '1' }, limits: { cpu: '1', memory: '1Gx' } } } } }),
    'GI1909 spec.gateways[0].deployment.pod.resources.limits.memory',
  ],
  'TLS of a listener': [exposing({ port: 15444, tls: { mode: 'Mesh' } }), 'GI2117 spec.expose[1].tls.mode'],
  'the second route': [
    routing({ match: [{ path: { exact: '/' } }], to: 'web:80' }, { match: [{ path: { regex: '/(a' } }], to: 'web:80' }),
    'GI1028 spec.expose[1].routes[1].match[0].path.regex',
  ],
  'the second backend': [
    routing({
      backends: [
        { service: 'web', port: 80, labels: { v: '1' } },
        { service: 'web', port: 80, subset: 'two' },
      ],
    }),
    'GI2415 spec.expose[1].routes[0].backends[1].subset',
  ],
  'what a route inherits from the gateway': [
    exposing({ to: undefined, routes: [{ to: 'web:80', fault: { abort: { status: 500 } } }] }, { defaults: { retries: { attempts: 3 } } }),
    'GI2423 spec.gateways[0].defaults.retries',
  ],
  'a policy for backends': [
    exposing({ backendPolicy: { loadBalancer: { locality: { failover: [{ from: 'a', to: 'b' }] } } } }),
    'GI1309 spec.expose[1].backendPolicy.loadBalancer',
  ],
  'an access rule': [exposing({ auth: { denyIPs: ['10.0.0.300'] } }), 'GI1609 spec.expose[1].auth'],
  'the second outside host': [
    {
      gateways: [{ name: 'out', type: 'Egress' }],
      egress: [
        { url: 'http://a.example.org' },
        { url: 'http://b.example.org', backendPolicy: { loadBalancer: { locality: { failover: [{ from: 'a', to: 'b' }] } } } },
      ],
    },
    'GI1309 spec.egress[1].backendPolicy.loadBalancer',
  ],
};

suite(
  'intents: findings in generated objects are shown at the field that made them',
  Object.fromEntries(
    Object.entries(places).map(([title, [spec, told]]) => [
      title,
      () => assert.ok(sentTo(spec).includes(told), `${told}: ${sentTo(spec).join(', ') || 'nothing'}`),
    ]),
  ),
);

suite('intents: places beside patches', {
  'fields that a patch leaves alone are still found'() {
    const { expose, gateways } = exposing({ port: 15444, tls: { mode: 'Mesh' } }) as { expose: object[]; gateways: object[] };
    const patches = [{ target: { kind: 'Gateway' }, patch: { metadata: { labels: { tier: 'edge' } } } }];
    assert.ok(
      sentTo({ gateways, expose, patches }).includes('GI2117 spec.expose[1].tls.mode'),
      sentTo({ gateways, expose, patches }).join(),
    );
  },
});

const named = (kind: string, name: string, more: object, apiVersion = 'v1'): object => ({
  ...{ apiVersion, kind, metadata: { name, namespace: 'shop' } },
  ...more,
});
const cluster = [
  named('Service', 'other', { spec: { selector: { app: 'other' }, ports: [{ name: 'http', port: 80 }] } }),
  named('Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } }),
  named('ConfigMap', 'ca', { data: { 'ca.crt': 'none' } }),
  named('Secret', 'staff', { stringData: { users: 'none' } }),
];
const byEnvoyGateway = (spec: object): object => ({ ...spec, provider: 'envoy-gateway' });

const ofGatewayApi: Readonly<Record<string, readonly [spec: object, told: string]>> = {
  'a condition': [
    routing({
      match: [
        { path: { exact: '/' } },
        {
          headers: [
            { name: 'a', exact: 'b' },
            { name: 'x', regex: '(a' },
          ],
        },
      ],
      to: 'web:80',
    }),
    'GI2933 spec.expose[1].routes[0].match[1].headers[1]',
  ],
  'the path of the second route': [
    routing({ match: [{ path: { exact: '/' } }], to: 'web:80' }, { match: [{ path: { regex: '/(a' } }], to: 'web:80' }),
    'GI2933 spec.expose[1].routes[1].match[0].path',
  ],
  'the second backend': [
    routing({ backends: ['web', 'wep'].map((service) => ({ service, port: 80 })) }),
    'GI2906 spec.expose[1].routes[0].backends[1]',
  ],
  'a copy of requests': [routing({ to: 'web:80', mirror: { to: 'wep:80' } }), 'GI2906 spec.expose[1].routes[0].mirror'],
  'a login': [exposing({ auth: { basic: { secretName: 'staff' } } }), 'GI2932 spec.expose[1].auth.basic.secretName'],
  'a login of the gateway': [exposing({}, { auth: { basic: { secretName: 'staff' } } }), 'GI2932 spec.gateways[0].auth.basic.secretName'],
  'an authority': [
    exposing({ backendPolicy: { tls: { mode: 'Simple', ca: { kind: 'ConfigMap', name: 'ca' } } } }),
    'GI2923 spec.expose[1].backendPolicy.tls.ca',
  ],
  'who is asked': [exposing({ auth: { extAuthz: { http: { service: 'wep', port: 80 } } } }), 'GI2906 spec.expose[1].auth.extAuthz.http'],
};

suite(
  'intents: findings in generated objects of the Gateway API are shown at the field that made them',
  Object.fromEntries(
    Object.entries(ofGatewayApi).map(([title, [spec, told]]) => [title, () => assert.equal(sentTo(byEnvoyGateway(spec), cluster), [told])]),
  ),
);
