import { formatPath } from '../../diagnostics/path.ts';
import { isAddress } from '../../hosts/host-name.ts';
import type { BackendPolicy } from '../../intent/generated/gateway-intent.ts';
import type { Backend, Exposure, Gateway, Model } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';

type BackendTLS = NonNullable<BackendPolicy['tls']>;

/** What a BackendTLSPolicy attaches to, beside it. */
export interface PolicyTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A backend that is called with TLS. */
export interface TLSCall {
  readonly exposure: Exposure;
  readonly backend: Backend;
  readonly tls: BackendTLS;
}

/** Whether a connection to a backend is made with TLS by the gateway. */
export const isTLS = (tls: BackendTLS | undefined): tls is BackendTLS => tls?.mode === 'Simple' || tls?.mode === 'Mutual';

/** A Service as the target of a policy. */
export const serviceTarget = ({ backend: { name, namespace } }: TLSCall): PolicyTarget => ({ group: '', kind: 'Service', name, namespace });

/**
 * The BackendTLSPolicies of the backends that a gateway calls with TLS. A policy is beside its target, and so is the CA that it names:
 * https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
export function backendTLSPolicies(
  model: Model,
  gateway: Gateway,
  stage: Stage,
  targetsOf: (call: TLSCall) => readonly PolicyTarget[] = (call) => (call.backend.kind === 'service' ? [serviceTarget(call)] : []),
): Made[] {
  const wishes = model.exposures
    .filter((exposure) => exposure.gateway === gateway.key)
    .flatMap(callsOf)
    .flatMap((call) => targetsOf(call).map((target) => ({ ...call, target })));
  return [...groupBy(wishes, ({ target }) => JSON.stringify(target)).values()].map((same) => policy(same, stage));
}

function callsOf(exposure: Exposure): TLSCall[] {
  const tls = exposure.backendPolicy?.tls;
  if (!isTLS(tls)) return [];
  return exposure.routes
    .flatMap(({ action, mirror }) => [
      ...(action.kind === 'forward' ? action.backends : []),
      ...(mirror === undefined ? [] : [mirror.backend]),
    ])
    .map((backend) => ({ exposure, backend, tls }));
}

type Wish = TLSCall & { readonly target: PolicyTarget };

function policy(wishes: readonly Wish[], stage: Stage): Made {
  const [first, ...others] = wishes as readonly [Wish, ...Wish[]];
  for (const other of others) if (JSON.stringify(other.tls) !== JSON.stringify(first.tls)) stage.report(contradiction(first, other));
  const { backend, tls, exposure, target } = first;
  const { group, kind, name, namespace } = target;
  const said = { item: exposure.origin.item, path: [...exposure.origin.path, 'backendPolicy', 'tls'] };
  return {
    object: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'BackendTLSPolicy',
      metadata: { name, namespace },
      spec: { targetRefs: [{ group, kind, name }], validation: validation(tls, isAddress(backend.name) ? backend.name : backend.host) },
    },
    origin: {
      ...said,
      parts: [
        { path: ['spec', 'targetRefs'], origin: backend.origin },
        { path: ['spec', 'validation', 'caCertificateRefs'], origin: { ...said, path: [...said.path, 'ca'] } },
        { path: ['spec', 'validation', 'hostname'], origin: { ...said, path: [...said.path, tls.sni === undefined ? 'hostname' : 'sni'] } },
        { path: ['spec', 'validation'], origin: said },
      ],
    },
    owners: [...new Set(wishes.map((wish) => wish.exposure.intent.item))],
  };
}

/** `hostname` is both the server name that is sent and the name that the certificate must have, unless names are listed. */
function validation({ sni, hostname, ca, subjectAltNames }: BackendTLS, host: string): object {
  const sent = sni ?? hostname ?? host;
  const names = subjectAltNames ?? (hostname !== undefined && hostname !== sent ? [hostname] : undefined);
  return {
    hostname: sent,
    subjectAltNames: names?.map((name) => (name.includes('://') ? { type: 'URI', uri: name } : { type: 'Hostname', hostname: name })),
    ...(ca === undefined
      ? { wellKnownCACertificates: 'System' }
      : { caCertificateRefs: [{ group: '', kind: ca.kind ?? 'Secret', name: ca.name }] }),
  };
}

function contradiction(first: Wish, other: Wish) {
  const path = [...other.exposure.origin.path, 'backendPolicy', 'tls'];
  return findingAt('GI0218', other.exposure.intent.item, path, {
    message: `\`${formatPath(path)}\` says something else about "${other.backend.host}" than ${placeOf(first.exposure.origin)} (\`${formatPath([...first.exposure.origin.path, 'backendPolicy', 'tls'])}\`)`,
    fix: 'say the same in both: a backend has one BackendTLSPolicy',
  });
}
