import * as assert from 'uvu/assert';
import { formatPath } from '../../functions/diagnostics/path.ts';
import { errorsOf, expandSpec, theOnly } from '../providers/expand-intent.ts';
import { suite } from '../suite.ts';

const web = { hosts: ['a.example.com'], to: 'web:443' };
const exposing = (fields: object, gateway: object = {}): object => ({
  gateways: [{ name: 'public', ...gateway }],
  expose: [{ ...web, ...fields }],
});
const calling = (tls: object): object => exposing({ backendPolicy: { tls } });
const routing = (route: object, fields: object = {}): object => exposing({ to: undefined, routes: [route], ...fields });
const reaching = (fields: object, gateway: object = {}): object => ({
  gateways: [{ name: 'out', type: 'Egress', ...gateway }],
  egress: [{ url: 'http://api.example.org', ...fields }],
});
const inMesh = (fields: object): object => ({ expose: [{ meshHosts: ['web'], to: 'web:80', ...fields }] });
const external = (fields: object): object => exposing(fields, { management: 'External' });

/** Fields that nobody would look at where they stand, and the place at which the user is told so. */
const refused: Readonly<Record<string, readonly [spec: object, told: string]>> = {
  'a client certificate for TLS that shows none': [
    calling({ mode: 'Simple', clientSecretName: 'client' }),
    'GI0105 spec.expose[0].backendPolicy.tls.clientSecretName',
  ],
  'a client certificate that is missing': [calling({ mode: 'Mutual' }), 'GI0105 spec.expose[0].backendPolicy.tls.mode'],
  'a server name where nothing is encrypted': [calling({ mode: 'Disable', sni: 'a.b' }), 'GI0105 spec.expose[0].backendPolicy.tls.sni'],
  'names of a certificate that nobody verifies': [
    calling({ mode: 'Simple', validation: 'None', subjectAltNames: ['a.b'] }),
    'GI0105 spec.expose[0].backendPolicy.tls.subjectAltNames',
  ],
  'a CA of its own beside a client certificate': [
    calling({ mode: 'Mutual', clientSecretName: 'client', ca: { name: 'ca' } }),
    'GI0304 spec.expose[0].backendPolicy.tls.ca',
  ],
  'the CAs of the system beside a client certificate': [
    calling({ mode: 'Mutual', clientSecretName: 'client', validation: 'System' }),
    'GI0304 spec.expose[0].backendPolicy.tls.validation',
  ],
  'a certificate on connections that are passed through': [
    exposing({ tls: { mode: 'Passthrough', secretName: 'a' } }),
    'GI0105 spec.expose[0].tls.secretName',
  ],
  'a certificate without TLS': [exposing({ tls: { mode: 'None', secretName: 'a' } }), 'GI0105 spec.expose[0].tls.secretName'],
  'a certificate beside those of the mesh': [
    exposing({ tls: { mode: 'Mesh', clientValidation: {} } }),
    'GI0105 spec.expose[0].tls.clientValidation',
  ],
  'TLS without any certificate': [exposing({ tls: {} }), 'GI0309 spec.expose[0].tls'],
  'certificates of clients without a CA': [
    exposing({ tls: { files: { certificate: '/c', privateKey: '/k' }, clientValidation: {} } }),
    'GI0304 spec.expose[0].tls.files',
  ],
  'labels of a host outside': [
    exposing({ to: undefined, backends: [{ host: 'a.example.org', port: 80, labels: { a: 'b' } }] }),
    'GI0105 spec.expose[0].backends[0].labels',
  ],
  'a fault where no request is sent on': [
    routing({ respond: { status: 200 }, fault: { abort: { status: 500 } } }),
    'GI0105 spec.expose[0].routes[0].fault',
  ],
  'a policy for no backend': [
    routing({ respond: { status: 200 } }, { backendPolicy: { loadBalancer: { policy: 'Random' } } }),
    'GI0231 spec.expose[0].backendPolicy',
  ],
  'a policy for the backends of another VirtualService': [
    exposing({ to: undefined, delegate: { name: 'other' }, backendPolicy: { loadBalancer: { policy: 'Random' } } }),
    'GI0105 spec.expose[0].backendPolicy',
  ],
  'a limit at sidecars': [inMesh({ rateLimit: { requests: 1, unit: 'Second' } }), 'GI0105 spec.expose[0].rateLimit'],
  'a port for sidecars': [inMesh({ port: 8080 }), 'GI0105 spec.expose[0].port'],
  'a limit at pods that nobody knows': [external({ rateLimit: { requests: 1, unit: 'Second' } }), 'GI0221 spec.expose[0].rateLimit'],
  'a token that one of two entries does not need': [
    exposing({ auth: { jwt: [{ issuer: 'https://a' }, { issuer: 'https://b', required: false }] } }),
    'GI0236 spec.expose[0].auth.jwt[1].required',
  ],
  'a star inside a path of an access rule': [
    exposing({ auth: { rules: [{ action: 'DENY', to: { paths: ['/a*', '*.php', '/u/{*}/x', '*/admin/*'] } }] } }),
    'GI0238 spec.expose[0].auth.rules[0].to.paths[3]',
  ],
  'a star in a prefix': [exposing({ paths: ['/api/*'] }), 'GI0231 spec.expose[0].paths[0]'],
  'a star inside a path of an outside host': [reaching({ paths: ['/a/*/b'] }), 'GI0226 spec.egress[0].paths'],
  'no tokens at all': [exposing({ auth: { jwt: [] } }), 'GI0104 spec.expose[0].auth.jwt'],
  'what happens when a provider of the mesh fails': [
    exposing({ auth: { extAuthz: { provider: 'p', failOpen: true } } }),
    'GI0105 spec.expose[0].auth.extAuthz.failOpen',
  ],
  'TLS of an egress gateway': [reaching({}, { tls: { secretName: 'a' } }), 'GI0105 spec.gateways[0].tls'],
  'listeners of an egress gateway': [reaching({}, { listeners: [{ port: 81, protocol: 'HTTP' }] }), 'GI0105 spec.gateways[0].listeners'],
  'defaults of an egress gateway': [reaching({}, { defaults: { timeout: '1s' } }), 'GI0105 spec.gateways[0].defaults'],
  'TLS beside origination': [
    reaching({ tlsOrigination: { mode: 'Simple' }, backendPolicy: { tls: { mode: 'Disable' } } }),
    'GI0226 spec.egress[0].backendPolicy.tls',
  ],
  'TLS to port 80': [reaching({ backendPolicy: { tls: { mode: 'Simple' } } }), 'GI0226 spec.egress[0].backendPolicy.tls'],
  'TLS around TLS': [
    reaching({ url: 'https://api.example.org', backendPolicy: { tls: { mode: 'Simple' } } }),
    'GI0226 spec.egress[0].backendPolicy.tls',
  ],
  'another CA for origination with a client certificate': [
    reaching({ tlsOrigination: { mode: 'Mutual', clientSecretName: 'client', ca: { kind: 'ConfigMap', name: 'client-cacert' } } }),
    'GI0304 spec.egress[0].tlsOrigination',
  ],
  'endpoints of a wildcard': [
    { egress: [{ url: 'https://*.example.org', via: 'Sidecar', endpoints: [{ address: '192.0.2.1' }] }] },
    'GI0226 spec.egress[0].endpoints',
  ],
};

suite(
  'intents: fields without an effect are refused',
  Object.fromEntries(
    Object.entries(refused).map(([title, [spec, told]]) => [
      title,
      () => {
        const errors = expandSpec(JSON.parse(JSON.stringify(spec)) as object).diagnostics.filter(({ severity }) => severity === 'error');
        assert.equal(
          errors.map(({ code, path = [] }) => `${code} ${formatPath(path)}`),
          [told],
        );
      },
    ]),
  ),
);

const takes = (host: string, jwt: object): object => ({
  hosts: [host],
  to: 'web:80',
  auth: { jwt: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys', ...jwt }] },
});
const taking = (first: object, second: object): string[] =>
  errorsOf(expandSpec({ gateways: [{ name: 'public' }], expose: [takes('a.example.com', first), takes('b.example.com', second)] })).map(
    (error) => error.slice(0, 6),
  );

suite('intents: what a gateway does with a token', {
  'is the same for all hosts that the token may be for'() {
    assert.equal(taking({ forwardOriginalToken: true }, {}), ['GI0222', 'GI0222']);
    assert.equal(taking({ claimsToHeaders: [{ claim: 'sub', header: 'x-sub' }] }, { audiences: ['b'] }), ['GI0222', 'GI0222']);
  },
  'may differ where audiences tell the tokens apart'() {
    assert.equal(taking({ forwardOriginalToken: true, audiences: ['a'] }, { audiences: ['b'] }), []);
    assert.equal(taking({ forwardOriginalToken: true }, { forwardOriginalToken: true }), []);
  },
});

suite('intents: what looks like it and is meant', {
  'the CA of a host beside a client certificate, where Istio finds it'() {
    const made = expandSpec(reaching({ tlsOrigination: { mode: 'Mutual', clientSecretName: 'client', ca: { name: 'client-cacert' } } }));
    assert.equal(made.diagnostics, []);
  },
  'a port of a gateway whose listeners nobody knows is the only one of its routes'() {
    const made = expandSpec(external({ port: 8443, routes: [{ match: [{ path: { exact: '/a' } }], to: 'web:80' }], to: undefined }));
    const { http } = theOnly(made, 'VirtualService').spec as { http: readonly { match?: unknown }[] };
    assert.equal(http[0]?.match, [{ uri: { exact: '/a' }, port: 8443 }]);
  },
});
