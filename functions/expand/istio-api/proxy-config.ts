import type { Gateway } from '../../intent/model.ts';

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
