import { gatewayKey, type Server } from '../../../mesh/listeners/gateway.ts';
import { fits, sharesHost } from '../../../mesh/listeners/tcp-routes.ts';
import type { TlsMatch } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { type GatewayPort, gatewayPorts } from '../../spots/gateway-proxies.ts';
import { rulesOf } from '../../spots/met-servers.ts';

export const repeatedServerName: Rule = {
  code: 'GI2306',
  name: 'repeated-server-name',
  severity: 'error',
  summary: 'A server name must be passed on by one match only.',
  why: 'istiod drops the whole later match, the names that only it has included, and says so in its log only',
  fix: 'delete the name from one of the two',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayNetworkFiltersFromTLSRoutes)',
  *check(world) {
    for (const port of gatewayPorts(world)) yield* repeatedOn(port, world);
  },
};

function* repeatedOn({ proxy, servers }: GatewayPort, world: World): Iterable<Finding> {
  const areAlternatives = alternatives(world);
  const taken = new Map<string, TlsMatch>();
  const passing = servers.map(({ server }) => server).filter((server) => rulesOf(server) === 'tls');
  const names = passing.flatMap((server) => matchesOf(server, proxy.workload.namespace, world).flatMap((match) => namesOf(server, match)));
  for (const { key, name, field, match } of names) {
    const other = taken.get(key);
    if (other === undefined) taken.set(key, match);
    if (other === undefined || other.field === match.field || areAlternatives(other.field.item, match.field.item)) continue;
    const where = other.field.item === match.field.item ? 'an earlier match' : titled(other.field.item);
    yield wrongAt(field, `"${name}" is passed on by ${where} already: this match is dropped`);
  }
}

function namesOf({ bind }: Server, match: TlsMatch) {
  const { item, path } = match.field;
  return match.sniHosts.map((name, index) => ({
    key: `${bind} ${name}`,
    name,
    field: { item, path: [...path, 'sniHosts', index] },
    match,
  }));
}

function matchesOf(server: Server, namespace: string, { mesh }: World): readonly TlsMatch[] {
  return mesh.virtualServices
    .forGateway(gatewayKey(server.gateway), namespace)
    .filter((virtualService) => sharesHost(server, virtualService))
    .flatMap(({ tls }) => tls.filter(({ destinations }) => destinations.length > 0))
    .flatMap(({ matches }) => matches.filter((match) => fits(match, server)));
}
