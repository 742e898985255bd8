import type { Finding, Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import type { Binding } from '../../spots/gateway-proxies.ts';
import { type Meeting, meetings } from '../../spots/met-servers.ts';

export const hostsOutsideGateway: Rule = {
  code: 'GI2401',
  name: 'hosts-outside-gateway',
  severity: 'error',
  summary: 'A host of a VirtualService must be one that a server of its Gateways has, for its namespace.',
  why: 'the gateway does not know the host and answers 404',
  fix: 'add the host to a server of the Gateway, or write a host that it has',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayHTTPRouteConfig)',
  upstream: ['IST0132'],
  *check(world) {
    for (const binding of meetings(world).filter(isDoubtful)) {
      const isForGateways = binding.isWhole && !binding.isForMesh;
      const lost = isForGateways ? hostsOutside(binding) : [];
      yield* lost;
      if (lost.length < binding.virtualService.hosts.length || !isForGateways) yield* gatewaysWithoutHost(binding);
    }
  },
};

/** With one Gateway and one host, the servers that meet tell everything. */
function isDoubtful({ gateways, servers, virtualService }: Meeting): boolean {
  return gateways.length > 0 && (servers.length === 0 || gateways.length > 1 || virtualService.hosts.length > 1);
}

function hostsOutside(binding: Binding): readonly Finding[] {
  const { hosts, hostsField } = binding.virtualService;
  return hosts.flatMap((host, index) =>
    meets(binding, [host])
      ? []
      : [wrongAt({ item: hostsField.item, path: [...hostsField.path, index] }, `"${host}" ${problemOf(host, binding)}`)],
  );
}

function meets({ gateways, virtualService }: Binding, hosts: readonly string[]): boolean {
  return gateways.some(({ servers }) => servers.some(({ hostSet }) => hostSet.intersect(hosts, virtualService.namespace).length > 0));
}

function problemOf(host: string, { gateways, virtualService }: Binding): string {
  const owner = gateways
    .flatMap(({ servers }) => servers.flatMap(({ hosts }) => hosts))
    .find(({ namespace, name }) => namespace !== undefined && namespace !== virtualService.namespace && name === host);
  if (owner !== undefined) return `is served for namespace "${owner.namespace}" only`;
  return `is a host of no server of ${gateways.map(({ item }) => titled(item)).join(' or ')}`;
}

function* gatewaysWithoutHost(binding: Binding): Iterable<Finding> {
  const { item, hosts, gateways } = binding.virtualService;
  for (const gateway of binding.gateways) {
    if (meets({ ...binding, gateways: [gateway] }, hosts)) continue;
    const path = ['spec', 'gateways', gateways.indexOf(`${gateway.namespace}/${gateway.name}`)];
    yield wrongAt({ item, path }, `leads to ${titled(gateway.item)}, whose servers have none of the hosts`, { severity: 'warning' });
  }
}
