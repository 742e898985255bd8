import type { Field } from '../field.ts';
import type { MtlsMode } from '../policies/peer-authentication.ts';
import type { Cluster, ClusterParts } from './cluster.ts';
import type { Endpoint } from './endpoint.ts';
import type { ClientTls, TrafficPolicy } from './traffic-policy.ts';

/** How a proxy speaks to one endpoint of a cluster. */
export interface UpstreamTls {
  /** `mesh`: Istio's own mTLS. */
  readonly mode: 'plaintext' | 'mesh' | 'simple' | 'mutual';
  /** The server name that it sends; `undefined` for none, `host` for that of the request. */
  readonly serverName: string | 'host' | undefined;
  readonly because: string;
  readonly field: Field | undefined;
}

/** As `core/cluster_tls.go` and `xds/endpoints/mtls_checker.go` decide it. */
export function upstreamTls(
  parts: ClusterParts,
  cluster: Cluster,
  endpoint: Endpoint | undefined,
  proxy: 'gateway' | 'sidecar',
): UpstreamTls {
  const tls = cluster.policy?.tls;
  if (tls) return written(cluster, tls, proxy);
  const assumed = assumedMode(parts, cluster, proxy);
  if (!assumed.mtls) return { mode: 'plaintext', serverName: undefined, because: assumed.because, field: undefined };
  if (isOriginalDestination(cluster)) return mesh(cluster, '', 'all endpoints have a sidecar', undefined);
  const taken = takesMtls(parts, cluster, endpoint);
  return taken.yes
    ? mesh(cluster, '', taken.because, undefined)
    : { mode: 'plaintext', serverName: undefined, because: taken.because, field: undefined };
}

function written(cluster: Cluster, tls: ClientTls, proxy: 'gateway' | 'sidecar'): UpstreamTls {
  const { field } = tls;
  if (tls.mode === 'ISTIO_MUTUAL') return mesh(cluster, tls.sni, 'the DestinationRule says so', field);
  if (tls.mode === 'DISABLE') return { mode: 'plaintext', serverName: undefined, because: 'the DestinationRule switches TLS off', field };
  const needsGateway = tls.credentialName !== '' && !tls.credentialName.startsWith('configmap://');
  if (needsGateway && proxy === 'sidecar' && cluster.rule?.workloadSelector === undefined) {
    const because = '`credentialName` is for gateways: sidecars ignore it, and TLS with it, unless the rule has a `workloadSelector`';
    return { mode: 'plaintext', serverName: undefined, because, field };
  }
  return {
    mode: tls.mode === 'SIMPLE' ? 'simple' : 'mutual',
    serverName: tls.sni || 'host',
    because: 'the DestinationRule says so',
    field,
  };
}

function mesh(cluster: Cluster, sni: string, because: string, field: Field | undefined): UpstreamTls {
  return { mode: 'mesh', serverName: sni || `outbound_.${cluster.port}_.${cluster.subsetName}_.${cluster.host}`, because, field };
}

/** Clients look at mesh-wide and namespace-wide PeerAuthentications only. */
function assumedMode(parts: ClusterParts, cluster: Cluster, proxy: 'gateway' | 'sidecar'): { mtls: boolean; because: string } {
  const { service, servicePort } = cluster;
  if (!service || service.meshExternal) return { mtls: false, because: 'it is outside of the mesh' };
  if (!parts.settings.autoMtls.value) return { mtls: false, because: 'the mesh switches automatic mTLS off' };
  const balancer = cluster.policy?.loadBalancer?.simple === 'PASSTHROUGH';
  if ((service.resolution === 'NONE' || balancer) && servicePort) {
    const all = parts.endpoints.of(service, servicePort);
    if (all.length === 0 || all.some((endpoint) => !endpoint.takesMtls))
      return { mtls: false, because: 'not all of its endpoints have a sidecar' };
  }
  const mode: MtlsMode | undefined = parts.peerAuthentications.modeOfNamespace(service.namespace);
  return mode === 'DISABLE' ? { mtls: false, because: 'a PeerAuthentication switches mTLS off' } : { mtls: true, because: proxy };
}

function isOriginalDestination(cluster: Cluster): boolean {
  return cluster.policy?.loadBalancer?.simple === 'PASSTHROUGH' || cluster.discovery === 'original-destination';
}

/** Whether the endpoint gets mTLS: by the rule's own word, even where a port-level policy hides it; but only if it can. */
function takesMtls(parts: ClusterParts, cluster: Cluster, endpoint: Endpoint | undefined): { yes: boolean; because: string } {
  const word = modeForEndpoints(cluster);
  if (word && word !== 'ISTIO_MUTUAL') return { yes: false, because: 'the DestinationRule says so' };
  if (word && endpoint?.takesMtls) return { yes: true, because: 'the DestinationRule says so' };
  if (!endpoint?.takesMtls) return { yes: false, because: 'the endpoint has no sidecar' };
  const { mode } = parts.peerAuthentications.modeOf(endpoint.namespace, endpoint.labels, endpoint.port);
  return mode === 'DISABLE'
    ? { yes: false, because: 'the endpoint switches mTLS off' }
    : { yes: true, because: 'the endpoint has a sidecar' };
}

function modeForEndpoints({ rule, subset, port, subsetName }: Cluster): ClientTls['mode'] | undefined {
  if (subsetName === '') return modeIn(rule?.policy, port);
  return subset && (modeIn(subset.policy, port) ?? modeIn(rule?.policy, port));
}

function modeIn(policy: TrafficPolicy | undefined, port: number): ClientTls['mode'] | undefined {
  return policy?.portLevelSettings.find((entry) => entry.port === port && entry.policy.tls)?.policy.tls?.mode ?? policy?.tls?.mode;
}
