import type { Field } from '../field.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import { restsOn } from '../inventory/settings.ts';
import type { Chain, Listener } from '../listeners/listener.ts';
import type { plainDestination } from '../routes/plain-destination.ts';
import type { Route, RouteDestination, VirtualHost } from '../routes/route.ts';
import type { Dependence } from '../truth.ts';
import { anyAddress } from './service-address.ts';
import type { OutboundMode, Sidecar } from './sidecar.ts';

/** What sidecars do with destinations that they do not know, and who says so. */
export interface OutboundPolicy {
  readonly mode: OutboundMode;
  /** The Sidecar or the mesh configuration; absent where Istio's default holds. */
  readonly field: Field | undefined;
  readonly dependsOn: readonly Dependence[];
  /** Where everything unknown is sent, if a Sidecar names it. */
  readonly egressProxy: RouteDestination | undefined;
}

export function outboundPolicy(
  settings: MeshSettings,
  sidecar: Sidecar | undefined,
  destination: (to: Parameters<typeof plainDestination>[0]) => RouteDestination,
): OutboundPolicy {
  const written = sidecar?.outboundTrafficPolicy;
  if (written) {
    const { mode, field, egressProxy } = written;
    return { mode, field, dependsOn: [], egressProxy: egressProxy && destination({ ...egressProxy, field }) };
  }
  const { outboundTrafficPolicy } = settings;
  const because = 'the destination is not known to the mesh, and its `outboundTrafficPolicy` decides';
  return {
    mode: outboundTrafficPolicy.value,
    field: outboundTrafficPolicy.field,
    dependsOn: restsOn('outboundTrafficPolicy', outboundTrafficPolicy, because),
    egressProxy: undefined,
  };
}

function handlerOf({ mode, egressProxy }: OutboundPolicy): Chain['handler'] {
  if (mode === 'REGISTRY_ONLY') return { kind: 'blackhole' };
  return egressProxy ? { kind: 'tcp', destinations: [egressProxy], virtualService: undefined } : { kind: 'passthrough' };
}

/** What becomes of connections that no service takes. */
export function unknownConnections(policy: OutboundPolicy): Chain {
  return {
    serverNames: [],
    applicationProtocols: [],
    addresses: [],
    transport: undefined,
    port: undefined,
    tls: undefined,
    handler: handlerOf(policy),
    server: undefined,
    field: policy.field,
    name: 'destinations that the mesh does not know',
  };
}

/** The virtual host for every host that no service has. */
export function unknownHosts(policy: OutboundPolicy): VirtualHost {
  const { mode, egressProxy, field } = policy;
  const action: Route['action'] =
    mode === 'REGISTRY_ONLY'
      ? { kind: 'blocked', status: 502 }
      : egressProxy && mode === 'ALLOW_ANY'
        ? { ...plainForward, destinations: [egressProxy] }
        : { kind: 'passthrough' };
  const route: Route = {
    match: { path: { kind: 'prefix', value: '/', ignoreCase: false }, headers: [], query: [], claims: [] },
    action,
    catchAll: true,
    rule: undefined,
    httpMatch: undefined,
    virtualService: undefined,
    field,
  };
  return {
    name: mode === 'REGISTRY_ONLY' ? 'block_all' : 'allow_any',
    domains: ['*'],
    routes: [route],
    redirectToHttps: [],
    fields: [],
    lost: [],
  };
}

const plainForward = {
  kind: 'forward' as const,
  rewrite: undefined,
  removePrefix: undefined,
  hostRewrite: undefined,
  headers: [],
  timeout: '0s',
  retries: undefined,
  fault: undefined,
  mirrors: [],
  cors: undefined,
  statusWithoutCluster: 503,
};

/** Takes what no listener of a service takes. */
export function catchAllListener(port: number, unknown: Chain): Listener {
  return {
    name: 'virtualOutbound',
    address: anyAddress,
    port,
    chains: [unknown],
    fallback: undefined,
    readsTls: false,
    readsHttp: false,
    refused: undefined,
    skipped: [],
    crowdedOut: [],
  };
}
