import { isAddress } from '../../../hosts/host-name.ts';
import type { Backend, Exposure, Gateway, Model } from '../../../intent/model.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Origin } from '../../../krm/item.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import { type Reference, serviceReference } from '../../gateway-api/backend-refs.ts';
import { isTLS } from '../../gateway-api/backend-tls-policies.ts';
import type { BackendUse } from '../../gateway-api/dialect.ts';
import type { Made } from '../../made.ts';

export const group = 'gateway.envoyproxy.io';

type Called = Pick<BackendUse, 'backend' | 'exposure' | 'gateway'>;

/** A client certificate, no verification, or a CA that is not beside the Service: a BackendTLSPolicy of the Service has no words for it. */
function needsSettings({ backend, exposure, gateway }: Called): boolean {
  const tls = exposure.backendPolicy?.tls;
  if (!isTLS(tls)) return false;
  return tls.mode === 'Mutual' || tls.validation === 'None' || (tls.ca !== undefined && gateway.namespace !== backend.namespace);
}

/** Whether a backend is named by an object of Envoy Gateway's own, not by its Service. */
export const needsObject = (called: Called): boolean => called.backend.kind === 'outside' || needsSettings(called);

/** Secrets are read beside the Backend, and those of a gateway are in its namespace. */
function placeOf(called: Called, namespace: string): { readonly name: string; readonly namespace: string } {
  const { backend, gateway } = called;
  const text = backend.kind === 'outside' ? backend.name : `${backend.name}-${backend.namespace}`;
  const secured = needsSettings(called);
  return {
    name: `${text.toLowerCase().replace(/[.:]/g, '-')}-${backend.port}${secured ? '-tls' : ''}`,
    namespace: secured ? gateway.namespace : namespace,
  };
}

/** How a route names a backend. */
export function backendReference(use: BackendUse): Reference {
  if (!needsObject(use)) return serviceReference(use);
  const { name, namespace } = placeOf(use, use.namespace);
  return { group, kind: 'Backend', name, ...(namespace === use.namespace ? {} : { namespace }) };
}

interface Wish extends Called {
  readonly namespace: string;
  readonly object: KubeObject;
}

/** The Backends of a gateway's routes, each once. `namespaceOf` says where the routes of an exposure are. */
export function backendObjects(model: Model, gateway: Gateway, namespaceOf: (exposure: Exposure) => readonly string[]): Made[] {
  const wishes = model.exposures
    .filter((exposure) => exposure.gateway === gateway.key)
    .flatMap((exposure) =>
      backendsOf(exposure).flatMap((backend) =>
        namespaceOf(exposure).map((namespace): Wish => {
          const called = { backend, exposure, gateway };
          return { ...called, namespace, object: backendObject(called, namespace) };
        }),
      ),
    )
    .filter(needsObject);
  return [...groupBy(wishes, ({ object }) => `${object.metadata.namespace}/${object.metadata.name}`).values()].map((same) => ({
    object: (same[0] as Wish).object,
    origin: originOf(same[0] as Wish),
    owners: [...new Set(same.map(({ exposure }) => exposure.intent.item))],
  }));
}

/** The backend, and what its exposure says of TLS. */
function originOf({ backend, exposure: { origin } }: Wish): Origin {
  const tls = { item: origin.item, path: [...origin.path, 'backendPolicy', 'tls'] };
  const shown = { item: origin.item, path: [...tls.path, 'clientSecretName'] };
  return {
    ...backend.origin,
    parts: [
      { path: ['spec', 'tls'], origin: tls },
      { path: ['spec', 'tls', 'clientCertificateRef'], origin: shown },
    ],
  };
}

/** Every backend that an exposure forwards or copies requests to. */
export function backendsOf({ routes }: Exposure): Backend[] {
  return routes.flatMap(({ action, mirror }) => [
    ...(action.kind === 'forward' ? action.backends : []),
    ...(mirror === undefined ? [] : [mirror.backend]),
  ]);
}

function backendObject(called: Called, namespace: string): KubeObject {
  const { backend, exposure } = called;
  const tls = exposure.backendPolicy?.tls;
  const address = backend.kind === 'service' ? backend.host : backend.name;
  const endpoint = isAddress(address) ? { ip: { address, port: backend.port } } : { fqdn: { hostname: address, port: backend.port } };
  return {
    apiVersion: `${group}/v1alpha1`,
    kind: 'Backend',
    metadata: placeOf(called, namespace),
    spec: {
      endpoints: [endpoint],
      tls: isTLS(tls) ? clientSettings(tls, address) : undefined,
    },
  };
}

type BackendTLS = NonNullable<NonNullable<Exposure['backendPolicy']>['tls']>;

/** What its BackendTLSPolicy cannot say. */
function clientSettings({ clientSecretName, validation, sni, hostname }: BackendTLS, address: string): object | undefined {
  const unverified = validation === 'None';
  if (clientSecretName === undefined && !unverified) return undefined;
  return {
    clientCertificateRef: clientSecretName === undefined ? undefined : { kind: 'Secret', name: clientSecretName },
    insecureSkipVerify: unverified || undefined,
    sni: unverified ? (sni ?? hostname ?? (isAddress(address) ? undefined : address)) : undefined,
  };
}

/** What a BackendTLSPolicy of this backend attaches to; nothing where nothing is verified. */
export function policyTargetOf(
  called: Called,
  namespace: string,
): { readonly group: string; readonly kind: string; readonly name: string; readonly namespace: string } | undefined {
  const { backend, exposure } = called;
  if (exposure.backendPolicy?.tls?.validation === 'None') return undefined;
  if (!needsObject(called)) return { group: '', kind: 'Service', name: backend.name, namespace: backend.namespace };
  return { group, kind: 'Backend', ...placeOf(called, namespace) };
}
