import type { ProviderName } from '../../functions/intent/model.ts';

type Spec = Record<string, unknown>;

const gateway = { name: 'public' };
const web = { hosts: ['shop.example.com'], to: 'web:8080' };
const secure = { ...web, tls: { secretName: 'shop-cert' } };
const tls = { secretName: 'shop-cert' };
const jwt = { issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/jwks', forwardOriginalToken: true };
const split = [
  { service: 'a', port: 80, weight: 50 },
  { service: 'b', port: 80, weight: 50 },
];

const ofGateway = (fields: object, exposure: object = web): Spec => ({ gateways: [{ ...gateway, ...fields }], expose: [exposure] });
const exposed = (fields: object): Spec => ofGateway({}, { ...web, ...fields });
const routed = (route: object): Spec => ofGateway({}, { hosts: ['shop.example.com'], routes: [{ to: 'web:8080', ...route }] });
const withEgress = (entry: object, fields: object = {}): Spec => ({
  provider: 'istio',
  gateways: [{ name: 'egress', type: 'Egress', ...fields }],
  egress: [{ url: 'http://api.example.org', ...entry }],
});
const tlsBases = (wrap: (tls: object) => Spec): readonly (readonly [RegExp, () => Spec])[] => [
  [/issuerRef/, () => wrap({ ...tls, issuerRef: { name: 'letsencrypt' } })],
  [/files/, () => wrap({ files: { certificate: '/c', privateKey: '/k' }, clientValidation: {} })],
  [/clientValidation/, () => wrap({ ...tls, clientValidation: { mode: 'Required', caSecretName: 'shop-cert-cacert' } })],
  [/./, () => wrap(tls)],
];
const placed = (place: RegExp, wrap: (tls: object) => Spec): (readonly [RegExp, () => Spec])[] =>
  tlsBases(wrap).map(([field, base]) => [new RegExp(`${place.source}.*${field.source}`), base]);
const authBases = (place: string, wrap: (auth: object) => Spec): (readonly [RegExp, () => Spec])[] => {
  const at = (rest: string): RegExp => new RegExp(`^${place}\\.auth\\.${rest}`);
  const rule = { action: 'ALLOW', to: { methods: ['GET'] }, headers: [{ name: 'x-team', values: ['a'] }], claims: { role: ['user'] } };
  return [
    [
      at('jwt'),
      () => wrap({ jwt: [{ ...jwt, fromHeaders: [{ name: 'x-token' }], claimsToHeaders: [{ claim: 'sub', header: 'x-sub' }] }] }),
    ],
    [at('rules.*(namespaces|notNamespaces|erviceAccounts)'), () => wrap({ rules: [{ action: 'DENY', from: { namespaces: ['shop'] } }] })],
    [at('rules.*(Principals|claims)'), () => wrap({ jwt: [jwt], rules: [rule] })],
    [at('rules'), () => wrap({ jwt: [jwt], rules: [rule] })],
    [at('extAuthz.grpc'), () => wrap({ extAuthz: { grpc: { service: 'authz', port: 9000 } } })],
    [at('extAuthz'), () => wrap({ extAuthz: { http: { service: 'authz', port: 9000 } } })],
    [at('oidc'), () => wrap({ oidc: { issuer: 'https://id.example.com', clientID: 'shop', clientSecretName: 'oidc' } })],
    [at('basic'), () => wrap({ basic: { secretName: 'users' } })],
    [at('apiKey'), () => wrap({ apiKey: { secretName: 'keys', header: 'x-key' } })],
    [at('(selector|enforceAt)'), () => wrap({ enforceAt: 'Workload', selector: { app: 'web' }, denyIPs: ['10.0.0.0/8'] })],
    [at(''), () => wrap({})],
  ];
};
const backendBases = (place: string, wrap: (backends: readonly object[]) => Spec): (readonly [RegExp, () => Spec])[] => [
  [new RegExp(`^${place}\\.subset`), () => wrap([{ ...split[0], labels: { version: 'v1' } }, split[1] as object])],
  [new RegExp(`^${place}`), () => wrap(split)],
];

/** A spec in which a field has a meaning, by the field; the first that fits. */
const bases: readonly (readonly [RegExp, () => Spec])[] = [
  [/^mesh\.controlPlane\./, () => ({ mesh: { controlPlane: { name: 'icp', namespace: 'mesh' } }, ...exposed({}) })],
  [
    /^mesh\.(controlPlaneNamespace|rootNamespace)/,
    () => ({ ...ofGateway({ management: 'Config' }), policies: { peerAuthentication: [{ mode: 'STRICT', scope: 'Mesh' }] } }),
  ],
  [/^mesh\.clusterDomain/, () => routed({ rewrite: { host: 'Auto' } })],
  [/^mesh\.trustDomain/, () => exposed({ restrictBackend: { selector: { app: 'web' } } })],
  [/^mesh\.network/, () => ({ provider: 'istio', gateways: [{ name: 'east', type: 'EastWest' }] })],
  [/^mesh\.clusterCIDRs/, () => ({ ...withEgress({}), policies: { egressLockdown: { namespaces: ['team'] } } })],
  [/^mesh\.dnsCapture/, () => withEgress({ url: 'tcp://db.example.org:5432' })],
  [/^mesh\.version/, () => ofGateway({}, { ...web, tls: { ...tls, clientValidation: { caSecretName: 'own' } } })],
  [/^mesh\.envoyGateway/, () => ofGateway({ class: { scope: 'Class' } })],
  [/^mesh/, () => exposed({})],
  [/^namespaces/, () => ({ ...exposed({}), namespaces: [{ name: 'shop' }] })],
  [/^gateways\[\]\.type/, () => ({ gateways: [gateway] })],
  [
    /^gateways\[\]\.workload/,
    () => ({
      ...ofGateway(
        {
          management: 'Config',
          workload: { selector: { app: 'gw' }, service: 'gw', serviceAccountName: 'gw' },
          auth: { denyIPs: ['10.0.0.0/8'] },
          openshiftRoute: {},
        },
        { ...web, restrictBackend: { selector: { app: 'web' } } },
      ),
    }),
  ],
  [/^gateways\[\]\.deployment\.disruptionBudget/, () => ofGateway({ deployment: { replicas: { min: 3 } } })],
  [
    /^gateways\[\]\.deployment\.pod\.volumeMounts/,
    () =>
      ofGateway({
        deployment: { pod: { volumes: [{ name: 'certs', emptyDir: {} }], volumeMounts: [{ name: 'certs', mountPath: '/a' }] } },
      }),
  ],
  [/^gateways\[\]\.service\.ports/, () => ofGateway({ service: { ports: [{ port: 80, name: 'web' }] } })],
  [
    /^gateways\[\]\.openshiftRoute\.(externalCertificate|destinationCACertificate|termination)/,
    () => ofGateway({ openshiftRoute: { termination: 'Edge' } }),
  ],
  [/^gateways\[\]\.openshiftRoute/, () => ofGateway({ openshiftRoute: {} }, secure)],
  ...placed(/^gateways\[\]\.listeners\[\]\.tls/, (own) =>
    ofGateway({ listeners: [{ port: 443, protocol: 'HTTP', hosts: ['*.example.com'], tls: own }] }),
  ),
  [/^gateways\[\]\.listeners/, () => ofGateway({ listeners: [{ port: 8080, protocol: 'HTTP', hosts: ['*.example.com'] }] })],
  ...placed(/^gateways\[\]\.tls/, (own) => ofGateway({ tls: own })),
  [
    /^gateways\[\]\.allow/,
    () =>
      ofGateway({
        allow: [{ namespaces: ['crew'], hosts: ['*.example.com'] }],
        listeners: [{ port: 80, protocol: 'HTTP', hosts: ['*.example.com'] }],
      }),
  ],
  [/^gateways\[\]\.clientIP/, () => ofGateway({ auth: { allowIPs: ['10.0.0.0/8'] } })],
  [/^gateways\[\]\.client\.http3/, () => ofGateway({}, secure)],
  [/^gateways\[\]\.(hopTLS|configPlacement)/, () => withEgress({ url: 'https://api.example.org' }, { namespace: 'infra' })],
  ...authBases('gateways\\[\\]', (auth) => ofGateway({ auth })),
  [/^gateways/, () => ofGateway({})],
  [/^expose\[\]\.gateway/, () => ({ gateways: [gateway, { name: 'second' }], expose: [{ ...web, gateway: 'public' }] })],
  [
    /^expose\[\]\.listeners\[\]\.gateway/,
    () => ({ gateways: [gateway, { name: 'second' }], expose: [{ ...web, listeners: [{ gateway: 'public' }] }] }),
  ],
  ...placed(/^expose\[\]\.tls/, (own) => exposed({ tls: own })),
  ...placed(/^expose\[\]\.listeners\[\]\.tls/, (own) => exposed({ listeners: [{ port: 443, tls: own }] })),
  [/^expose\[\]\.listeners/, () => exposed({ listeners: [{ port: 80 }] })],
  ...backendBases('expose\\[\\]\\.backends\\[\\]', (backends) => ofGateway({}, { hosts: ['shop.example.com'], backends })),
  ...backendBases('expose\\[\\]\\.routes\\[\\]\\.backends\\[\\]', (backends) =>
    ofGateway({}, { hosts: ['shop.example.com'], routes: [{ backends }] }),
  ),
  [
    /^expose\[\]\.routes\[\]\.match\[\]\.port/,
    () =>
      ofGateway(
        {},
        {
          hosts: ['shop.example.com'],
          listeners: [{ port: 80 }, { port: 8080 }],
          routes: [{ match: [{ path: { prefix: '/a' } }], to: 'web:8080' }],
        },
      ),
  ],
  [/^expose\[\]\.routes\[\]\.match\[\]\.path/, () => routed({ match: [{ path: { prefix: '/a' } }] })],
  [
    /^expose\[\]\.routes\[\]\.match\[\]\.(headers|queryParams|cookies|withoutHeaders)/,
    () =>
      routed({
        match: [
          {
            headers: [{ name: 'x-a', exact: 'a' }],
            queryParams: [{ name: 'q', exact: 'a' }],
            cookies: [{ name: 'c', exact: 'a' }],
            withoutHeaders: [{ name: 'x-b', exact: 'a' }],
          },
        ],
      }),
  ],
  [
    /^expose\[\]\.routes\[\]\.redirect\.(prefix|path)/,
    () => ({
      mesh: { version: '1.31' },
      ...routed({ to: undefined, match: [{ path: { prefix: '/old' } }], redirect: { host: 'other.example.com' } }),
    }),
  ],
  [/^expose\[\]\.routes\[\]\.redirect/, () => routed({ to: undefined, redirect: { host: 'new.example.com', port: 8443 } })],
  [/^expose\[\]\.routes\[\]\.respond/, () => routed({ to: undefined, respond: { status: 503 } })],
  [/^expose\[\]\.routes\[\]\.rewrite\.regex/, () => routed({ rewrite: { regex: { pattern: 'a', substitution: 'b' } } })],
  [/^expose\[\]\.routes\[\]\.rewrite/, () => routed({ match: [{ path: { prefix: '/a' } }], rewrite: { host: 'inner.example.com' } })],
  [/^expose\[\]\.routes\[\]\.fault\.delay/, () => routed({ fault: { delay: { fixed: '1s' } } })],
  [/^expose\[\]\.routes\[\]\.fault\.abort/, () => routed({ fault: { abort: { status: 500 } } })],
  [/^expose\[\]\.routes\[\]\.mirror/, () => routed({ mirror: { to: 'shadow:8080' } })],
  [/^expose\[\]\.routes\[\]\.cors/, () => routed({ cors: { allowOrigins: [{ exact: 'https://a.example.com' }] } })],
  [/^expose\[\]\.routes\[\]\.name/, () => routed({})],
  [/^expose\[\]\.routes/, () => routed({})],
  [/^expose\[\]\.delegate/, () => ofGateway({}, { hosts: ['shop.example.com'], delegate: { name: 'routes' } })],
  [/^expose\[\]\.cors/, () => exposed({ cors: { allowOrigins: [{ exact: 'https://a.example.com' }] } })],
  [
    /^expose\[\]\.backendPolicy\.tls\.(mode|clientSecretName)/,
    () => exposed({ backendPolicy: { tls: { mode: 'Mutual', clientSecretName: 'client' } } }),
  ],
  [/^expose\[\]\.backendPolicy\.tls\.ca/, () => exposed({ backendPolicy: { tls: { mode: 'Simple', ca: { name: 'ca' } } } })],
  [/^expose\[\]\.backendPolicy\.tls/, () => exposed({ backendPolicy: { tls: { mode: 'Simple', sni: 'web.example.com' } } })],
  [
    /^expose\[\]\.backendPolicy\.loadBalancer\.locality/,
    () =>
      exposed({
        backendPolicy: {
          loadBalancer: { locality: { failover: [{ from: 'a', to: 'b' }] } },
          outlierDetection: { consecutive5xxErrors: 5 },
        },
      }),
  ],
  [
    /^expose\[\]\.backendPolicy\.loadBalancer\.consistentHash\.cookie/,
    () => exposed({ backendPolicy: { loadBalancer: { consistentHash: { cookie: { name: 'session' } } } } }),
  ],
  ...authBases('expose\\[\\]', (auth) => exposed({ auth })),
  [/^expose\[\]\.rateLimit/, () => exposed({ rateLimit: { requests: 5, unit: 'Second' } })],
  [
    /^expose\[\]\.openshiftRoute\.(externalCertificate|destinationCACertificate|termination)/,
    () => exposed({ openshiftRoute: { termination: 'Edge' } }),
  ],
  [/^expose\[\]\.openshiftRoute/, () => ofGateway({}, { ...secure, openshiftRoute: {} })],
  [/^expose/, () => exposed({})],
  [
    /^egress\[\]\.gateway/,
    () => ({
      provider: 'istio',
      gateways: [
        { name: 'egress', type: 'Egress' },
        { name: 'second', type: 'Egress' },
      ],
      egress: [{ url: 'http://api.example.org', gateway: 'egress' }],
    }),
  ],
  [
    /^egress\[\]\.(hosts|ports)/,
    () => ({ ...withEgress({}), egress: [{ hosts: ['api.example.org'], ports: [{ port: 80, protocol: 'HTTP' }] }] }),
  ],
  [/^egress\[\]\.from/, () => withEgress({ from: [{ namespace: 'shop' }] })],
  [/^egress\[\]\.tlsOrigination\.ca/, () => withEgress({ tlsOrigination: { mode: 'Simple', ca: { name: 'ca' } } })],
  [/^egress\[\]\.tlsOrigination/, () => withEgress({ tlsOrigination: { mode: 'Mutual', clientSecretName: 'client' } })],
  [/^egress\[\]\.addresses/, () => withEgress({ url: 'tcp://db.example.org:5432' })],
  [/^egress\[\]\.endpoints/, () => withEgress({ endpoints: [{ address: '10.5.5.5' }] })],
  [
    /^egress\[\]\.backendPolicy\.tls\.ca/,
    () => withEgress({ url: 'http://api.example.org:8080', backendPolicy: { tls: { mode: 'Simple', ca: { name: 'ca' } } } }),
  ],
  [
    /^egress\[\]\.backendPolicy\.tls\.(mode|clientSecretName)/,
    () => withEgress({ url: 'http://api.example.org:8080', backendPolicy: { tls: { mode: 'Mutual', clientSecretName: 'client' } } }),
  ],
  [
    /^egress\[\]\.backendPolicy\.tls/,
    () => withEgress({ url: 'http://api.example.org:8080', backendPolicy: { tls: { mode: 'Simple', sni: 'api.example.com' } } }),
  ],
  [
    /^egress\[\]\.backendPolicy\.loadBalancer\.locality/,
    () =>
      withEgress({
        backendPolicy: {
          loadBalancer: { locality: { failover: [{ from: 'a', to: 'b' }] } },
          outlierDetection: { consecutive5xxErrors: 5 },
        },
      }),
  ],
  [
    /^egress\[\]\.backendPolicy\.loadBalancer\.consistentHash\.cookie/,
    () => withEgress({ backendPolicy: { loadBalancer: { consistentHash: { cookie: { name: 'session' } } } } }),
  ],
  [/^egress/, () => withEgress({})],
  [/^policies\.egressLockdown/, () => ({ ...withEgress({}), policies: { egressLockdown: { namespaces: ['shop'] } } })],
  [
    /^policies\.peerAuthentication/,
    () => ({ ...exposed({}), policies: { peerAuthentication: [{ mode: 'PERMISSIVE', namespaces: ['shop'] }] } }),
  ],
  [/./, () => exposed({})],
];

/** The base of a field for a provider. Outside hosts and other clusters are Istio's own with every provider. */
export function leafBase(field: string, provider: ProviderName): Spec {
  const base = (bases.find(([pattern]) => pattern.test(field)) as (typeof bases)[number])[1]();
  const named = { provider, ...structuredClone(JSON.parse(JSON.stringify(base)) as Spec) };
  const gateways = (named as { gateways?: { class?: object }[] }).gateways ?? [];
  if (provider === 'gateway-api') for (const one of gateways) one.class = { name: 'any', ...one.class };
  return named;
}
