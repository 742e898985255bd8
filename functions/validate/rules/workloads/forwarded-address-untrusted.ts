import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { addressRules } from '../../spots/gateway-policies.ts';

export const forwardedAddressUntrusted: Rule = {
  code: 'GI2710',
  name: 'forwarded-address-untrusted',
  severity: 'warning',
  summary: 'A gateway whose policy looks at forwarded addresses should know how many proxies in front of it are trusted.',
  why: 'without that, X-Forwarded-For is not believed, and the address of the connection counts: that of the load balancer',
  fix: 'set `gatewayTopology: {numTrustedProxies: 1}` in the mesh configuration or in `proxy.istio.io/config` of the pods',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/',
  *check(world) {
    if ((world.mesh.settings.trustedProxies ?? 0) > 0) return;
    for (const { blocks, proxies } of addressRules(world).filter(({ kind }) => kind === 'remoteIpBlocks')) {
      const untold = proxies.find((proxy) => !isTold(proxy));
      if (untold !== undefined)
        yield wrong(blocks, `are compared with addresses of connections: ${untold.workload.key} trusts no proxy in front of it`);
    }
  },
};

/** By its own configuration, or by the PROXY protocol, which brings the address with the connection. */
const isTold = ({ workload }: GatewayProxy): boolean =>
  /numTrustedProxies\W+[1-9]|proxyProtocol|PROXY_PROTOCOL/.test(JSON.stringify(workload.annotations['proxy.istio.io/config'] ?? ''));
