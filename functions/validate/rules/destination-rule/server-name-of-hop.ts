import { isSubsetOf } from '../../../hosts/host-name.ts';
import { isPassthrough, type Server } from '../../../mesh/listeners/gateway.ts';
import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import { type ClientTls, subsetPolicy } from '../../../mesh/registry/traffic-policy.ts';
import type { Finding, Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewaysBehind } from '../../spots/egress-hops.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';

export const serverNameOfHop: Rule = {
  code: 'GI2508',
  name: 'server-name-of-hop',
  severity: 'error',
  summary: 'Calls with mTLS to a gateway must send a server name that one of its servers has.',
  why: 'the gateway tells connections apart by their server name, and closes those that no server is for',
  fix: 'set `sni` to a host of the server',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/',
  *check(world) {
    for (const rule of istioDestinationRules(world))
      for (const proxy of gatewaysBehind(world).get(rule.host) ?? [])
        for (const settings of settingsOf(rule, proxy)) yield* unserved(settings, rule, proxy);
  },
};

interface Settings {
  readonly tls: ClientTls;
  readonly port: number;
}

function* unserved({ tls, port }: Settings, rule: DestinationRule, proxy: GatewayProxy): Iterable<Finding> {
  const servers = serversOn(proxy, port);
  const sent = tls.sni || `outbound_.${port}_._.${rule.host}`;
  if (servers.length === 0 || servers.some(({ hosts }) => hosts.some(({ name }) => isSubsetOf(sent, name)))) return;
  const what = tls.sni === '' ? 'has no `sni`' : `sends the server name "${tls.sni}"`;
  yield wrongAt(tls.field, `${what}, and no server of ${titled(servers[0]?.gateway.item ?? rule.item)} on port ${port} is for it`);
}

/** The mTLS settings of a rule and its subsets for every port of the Services in front of the gateway. */
function settingsOf({ policy, subsets, host }: DestinationRule, { services }: GatewayProxy): readonly Settings[] {
  const ports = services.filter(({ name }) => host.startsWith(`${name}.`)).flatMap((service) => service.ports.map(({ port }) => port));
  const policies = [undefined, ...subsets.map((subset) => subset.policy)];
  return ports.flatMap((port) =>
    policies.flatMap((own) => {
      const tls = subsetPolicy(policy, own, port)?.tls;
      return tls?.mode === 'ISTIO_MUTUAL' ? [{ tls, port }] : [];
    }),
  );
}

/** The servers for one port of the Service, if all of them end TLS. */
function serversOn({ gateways }: GatewayProxy, port: number): readonly Server[] {
  const servers = gateways.flatMap(({ gateway }) => gateway.servers.filter((server) => server.port === port));
  return servers.every((server) => server.tls !== undefined && !isPassthrough(server)) ? servers : [];
}
