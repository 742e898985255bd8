import fc from 'fast-check';
import type { EgressEntry, IntentSpec } from '../../../functions/intent/generated/gateway-intent.ts';

export const hosts = ['api.one.com', 'api.two.com', 'db.three.com'];
export const namespaces = ['shop', 'pay', 'idle'];
export const addresses: Readonly<Record<string, string>> = {
  'api.one.com': '240.0.0.1',
  'api.two.com': '240.0.0.2',
  'db.three.com': '240.0.0.3',
};
const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);

/** What one entry of an intent asks for. */
export interface Wish {
  readonly host: string;
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly port: number;
  readonly direct: boolean;
  readonly originates: boolean;
  readonly from: string | undefined;
}

export interface Generated {
  readonly hopTLS: 'Mutual' | 'MutualAll' | 'None';
  readonly placement: 'Gateway' | 'App';
  readonly unprivileged: boolean;
  readonly teams: readonly (readonly Wish[])[];
}

const wish: fc.Arbitrary<Wish> = fc.record({
  host: pick(...hosts),
  scheme: pick('http' as const, 'https' as const, 'tcp' as const),
  port: pick(0, 8080, 8443, 5432),
  direct: fc.boolean(),
  originates: fc.boolean(),
  from: fc.option(pick(...namespaces, '*'), { nil: undefined, freq: 2 }),
});

/** An egress gateway, and one or two teams with outside hosts. */
export const generated: fc.Arbitrary<Generated> = fc.record({
  hopTLS: pick('Mutual' as const, 'Mutual' as const, 'MutualAll' as const, 'None' as const),
  placement: pick('Gateway' as const, 'Gateway' as const, 'App' as const),
  unprivileged: fc.boolean(),
  teams: fc.array(fc.array(wish, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
});

export const usual = { http: 80, https: 443, tcp: 5432 } as const;
export const portOf = ({ scheme, port }: Wish): number => (port === 0 || (scheme === 'http' && port === 443) ? usual[scheme] : port);

export function entryOf(one: Wish): EgressEntry {
  const { host, scheme, direct, originates, from } = one;
  return {
    url: `${scheme}://${host}:${portOf(one)}`,
    ...(direct ? { via: 'Sidecar' as const } : {}),
    ...(scheme === 'tcp' ? { addresses: [addresses[host] as string] as [string] } : {}),
    ...(originates && scheme !== 'https' ? { tlsOrigination: { mode: 'Simple' as const } } : {}),
    ...(from === undefined ? {} : { from: [{ namespace: from }] as [{ namespace: string }] }),
  } as EgressEntry;
}

/** The intents of the platform and of the teams. */
export function intentsOf({ hopTLS, placement, unprivileged, teams }: Generated): { namespace: string; spec: IntentSpec }[] {
  const deployment = unprivileged ? { deployment: { portMode: 'Unprivileged' as const } } : {};
  return [
    {
      namespace: 'istio-egress',
      spec: { gateways: [{ name: 'egress', type: 'Egress', hopTLS, configPlacement: placement, ...deployment }] },
    },
    ...teams.map((wishes, index) => ({ namespace: namespaces[index] as string, spec: { egress: wishes.map(entryOf) } as IntentSpec })),
  ];
}
