import { isWildcard, overlaps } from '../../../hosts/host-name.ts';
import { isPassthrough, type Server } from '../../../mesh/listeners/gateway.ts';
import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import { subsetPolicy } from '../../../mesh/registry/traffic-policy.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewaysBehind, portMeant, type RuledDestination, ruledDestinations } from '../../spots/egress-hops.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { rulesByHost } from '../../spots/rules-by-host.ts';

export const hopWithoutTls: Rule = {
  code: 'GI2515',
  name: 'hop-without-tls',
  severity: 'error',
  summary: 'Calls to a gateway whose servers end TLS must begin it.',
  why: 'sidecars send plain text to gateways unless a DestinationRule says otherwise, and the gateway closes the connection',
  fix: 'set `tls: {mode: ISTIO_MUTUAL, sni: HOST}` for this port and subset in the DestinationRule of the gateway',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/',
  *check(world) {
    for (const ruled of ruledDestinations(world)) {
      if (ruled.protocol === 'tls' || !ruled.gateways.includes('mesh')) continue;
      const port = portMeant(world, ruled);
      const proxies = port === undefined ? [] : (gatewaysBehind(world).get(ruled.destination.host) ?? []);
      const servers = proxies.flatMap((proxy) => serversOn(proxy, port as number));
      if (servers[0] === undefined || !servers.every(endsTls) || beginsTls(world, ruled, port as number)) continue;
      if (alternatives(world)(ruled.destination.field.item, servers[0].gateway.item)) continue;
      yield wrongAt(
        ruled.destination.field,
        `sends plain text to port ${port}, where the gateway takes TLS only (${servers[0].tls?.mode})`,
        {
          ...(world.complete ? {} : { severity: 'warning' }),
        },
      );
    }
  },
};

const serversOn = ({ gateways }: GatewayProxy, port: number): readonly Server[] =>
  gateways.flatMap(({ gateway }) => gateway.servers.filter((server) => server.port === port));

const endsTls = (server: Server): boolean => server.tls !== undefined && !server.tls.httpsRedirect && !isPassthrough(server);

/** Whether any DestinationRule of the files begins TLS for the destination. */
function beginsTls(world: World, { destination: { host, subset } }: RuledDestination, port: number): boolean {
  const wide = istioDestinationRules(world).filter((rule) => isWildcard(rule.host) && overlaps(rule.host, host));
  return [...(rulesByHost(world).get(host) ?? []), ...wide].some(({ policy, subsets }) => {
    const own = subsets.find(({ name }) => name === subset)?.policy;
    const mode = subsetPolicy(policy, own, port)?.tls?.mode;
    return mode !== undefined && mode !== 'DISABLE';
  });
}
