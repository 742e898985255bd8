import fc from 'fast-check';
import type { EgressEntry, GatewayDeclaration, IntentSpec } from '../../functions/intent/generated/gateway-intent.ts';

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: undefined, freq });

const teams = ['shop', 'pay', 'egress'];
const schemes = ['http', 'http', 'https', 'https', 'tls', 'tcp', 'mongo', 'mysql', 'redis', 'grpc'] as const;
const usual: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  tls: 443,
  tcp: 5432,
  mongo: 27017,
  mysql: 3306,
  redis: 6379,
  grpc: 80,
};
const plain = new Set<string>(['http', 'grpc', 'tcp', 'mongo', 'mysql', 'redis']);

interface Target {
  readonly host: string;
  readonly address: string;
  readonly gateway: string;
}

const named: readonly Target[] = ['api.one.com', 'api.two.com', 'db.three.com', 'db.five.com', 'web.six.com', 'web.seven.com'].map(
  (host, index) => ({
    host,
    address: `240.0.0.${index + 1}`,
    gateway: index % 3 === 0 ? 'egress/second' : 'egress/out',
  }),
);
const targets: readonly Target[] = [
  ...named,
  ...named,
  { host: '*.four.com', address: '240.0.0.14', gateway: 'egress/out' },
  { host: '192.0.2.5', address: '192.0.2.5', gateway: 'egress/out' },
];

const origination = fc.oneof(
  fc.constant({ mode: 'Simple' as const }),
  fc.constant({ mode: 'Mutual' as const, clientSecretName: 'client' }),
  fc.constant({ mode: 'Simple' as const, ca: { kind: 'ConfigMap' as const, name: 'ca' } }),
  fc.constant({ mode: 'Simple' as const, port: 8443, sni: 'other.example.com' }),
);

interface Wish {
  readonly target: Target;
  readonly scheme: (typeof schemes)[number];
  readonly port: number | undefined;
  readonly direct: boolean;
  readonly tls: NonNullable<EgressEntry['tlsOrigination']> | undefined;
  readonly from: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly methods: string[] | undefined;
  readonly endpoints: object[] | undefined;
  readonly timeout: string | undefined;
  /** Now and then something that does not go together, so that refusing is tried too. */
  readonly strange: boolean;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  target: pick(...targets),
  scheme: pick(...schemes),
  port: maybe(pick(80, 443, 8080, 5432), 4),
  direct: fc.boolean(),
  tls: maybe(origination),
  from: maybe(pick(...teams, '*'), 2),
  serviceAccount: maybe(fc.constant('runner'), 5),
  methods: maybe(fc.constant(['GET']), 5),
  endpoints: maybe(pick([{ address: '203.0.113.1' }], [{ address: '203.0.113.1', port: 9000 }, { address: '203.0.113.2' }]), 5),
  timeout: maybe(fc.constant('3s'), 4),
  strange: fc.integer({ min: 0, max: 19 }).map((number) => number === 0),
});

const isHTTP = ({ scheme }: Wish): boolean => scheme === 'http' || scheme === 'grpc';
const isWild = ({ target }: Wish): boolean => target.host.startsWith('*');
const isDirect = (one: Wish): boolean => one.direct || (isWild(one) && !one.strange);

function begins(one: Wish): boolean {
  if (one.tls === undefined || one.strange) return one.tls !== undefined;
  return plain.has(one.scheme) && !isWild(one) && !(isDirect(one) && 'clientSecretName' in one.tls);
}

function sourceOf({ from, serviceAccount, ...one }: Wish): object {
  const accounts =
    serviceAccount !== undefined && isHTTP({ from, serviceAccount, ...one }) && !one.direct ? { serviceAccounts: [serviceAccount] } : {};
  return from === undefined ? {} : { from: [{ namespace: from, ...accounts }] };
}

function entryOf(one: Wish): EgressEntry {
  const { target, scheme, port, tls, methods, endpoints, timeout, strange } = one;
  const isRaw = plain.has(scheme) && !isHTTP(one) && !/^\d/.test(target.host);
  const own = port === 443 && isHTTP(one) && !strange ? 80 : (port ?? usual[scheme]);
  return {
    url: `${scheme}://${target.host}:${own}`,
    ...(isDirect(one) ? { via: 'Sidecar' } : { gateway: target.gateway }),
    ...(isRaw ? { addresses: [target.address] } : {}),
    ...(begins(one) ? { tlsOrigination: tls } : {}),
    ...sourceOf(one),
    ...(methods && isHTTP(one) && !isDirect(one) ? { methods } : {}),
    ...(endpoints && !isWild(one) ? { endpoints } : {}),
    ...(timeout && isHTTP(one) ? { timeout } : {}),
  } as EgressEntry;
}

const gateway = (name: string): fc.Arbitrary<GatewayDeclaration> =>
  fc.record({
    name: fc.constant(name),
    type: fc.constant('Egress' as const),
    hopTLS: pick('Mutual' as const, 'Mutual' as const, 'MutualAll' as const, 'None' as const),
    configPlacement: pick('Gateway' as const, 'Gateway' as const, 'App' as const),
    deployment: fc.record({ portMode: pick('Privileged' as const, 'Unprivileged' as const) }),
  });

/** The intents of a platform with two egress gateways, and of up to three teams, one of which lives beside the gateways. */
export const egressIntents: fc.Arbitrary<{ namespace: string; spec: IntentSpec }[]> = fc
  .record({
    gateways: fc.tuple(gateway('out'), gateway('second')),
    locked: fc.boolean(),
    entries: fc.array(fc.array(wish.map(entryOf), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ gateways, locked, entries }) => [
    {
      namespace: 'platform',
      spec: {
        gateways: gateways.map((one) => ({ ...one, namespace: 'egress' })),
        ...(locked ? { policies: { egressLockdown: { namespaces: ['idle'] } } } : {}),
      } as IntentSpec,
    },
    ...entries.map((own, index) => ({ namespace: teams[index] as string, spec: { egress: own } as unknown as IntentSpec })),
  ]);
