import type { Gateway } from '../../intent/model.ts';

/** Environment of the proxies of a gateway: how long a connection of a client may be idle, which Istio reads from their metadata. */
export function proxyEnvironment({ spec: { client, deployment } }: Gateway): readonly object[] {
  const idle = client?.idleTimeout === undefined ? [] : [{ name: 'ISTIO_META_IDLE_TIMEOUT', value: client.idleTimeout }];
  return [...idle, ...(deployment?.pod?.env ?? [])];
}

/**
 * What the proxies of a gateway need to know before they start, as the pod annotation that Istio reads:
 * https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/
 */
export function proxyConfig({ spec: { clientIP, client } }: Gateway): Record<string, string> {
  const topology = {
    ...(clientIP?.trustedProxies ? { numTrustedProxies: clientIP.trustedProxies } : {}),
    ...(client?.forwardClientCertificate ? { forwardClientCertDetails: client.forwardClientCertificate } : {}),
    ...(clientIP?.proxyProtocol === 'Required' ? { proxyProtocol: {} } : {}),
  };
  return Object.keys(topology).length === 0 ? {} : { 'proxy.istio.io/config': JSON.stringify({ gatewayTopology: topology }) };
}
