import { isWildcard } from '../../../hosts/host-name.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { ageIsKnown } from '../../../mesh/age.ts';
import { hostIndex } from '../../../mesh/hosts/host-index.ts';
import { memo } from '../../../mesh/lazy.ts';
import { gatewayKey } from '../../../mesh/listeners/gateway.ts';
import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import type { BoundServer } from '../../../mesh/listeners/merge-servers.ts';
import type { RouteContext } from '../../../mesh/routes/build-routes.ts';
import { gatewayTable } from '../../../mesh/routes/gateway-table.ts';
import type { HeaderCheck, Route, VirtualHost } from '../../../mesh/routes/route.ts';
import { matchesText } from '../../../mesh/routes/string-match.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { beginnings, covers, mayMeet } from '../../spots/route-overlap.ts';

export const overlappingRoutes: Rule = {
  code: 'GI2407',
  name: 'overlapping-routes',
  severity: 'warning',
  summary: 'Routes of several VirtualServices for one host of a gateway should not fit the same requests.',
  why: 'their order is that of the creation of the objects, which is different in every cluster',
  fix: 'write the routes into one VirtualService, or narrow their matches',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  upstream: ['KIA1106'],
  *check(world) {
    const areAlternatives = alternatives(world);
    for (const { route, other } of overlaps(world)) {
      const [mine, its] = [route.virtualService, other.virtualService];
      if (mine === undefined || its === undefined || areAlternatives(mine.item, its.item)) continue;
      if (sameText(route, other)) continue;
      const isKnown = ageIsKnown(mine.age, its.age);
      if (isKnown) continue;
      const isTwin = covers(route.match, other.match) && covers(other.match, route.match);
      const field = route.field ?? { item: mine.item, path: ['spec', 'http'] };
      if (isTwin)
        yield wrongAt(field, `fits the same requests as a route of ${titled(its.item)}: the younger one is never used`, {
          severity: 'error',
        });
      else yield wrongAt(field, `fits requests that a route of ${titled(its.item)} fits, too: the older one gets them`);
    }
  },
};

interface Overlap {
  readonly route: Route;
  readonly other: Route;
}

const overlaps = perWorld((world): readonly Overlap[] => {
  const isShared = sharedHosts(world);
  return world.mesh.gatewayProxies.flatMap((proxy) => tablesOf(proxy, isShared, world)).flatMap((host) => overlapsIn(possible(host)));
});

/** Tells VirtualServices that have a host in common with another one: only those can meet. */
function sharedHosts({ mesh }: World): (virtualService: VirtualService) => boolean {
  const owners = new Map<string, VirtualService | 'several'>();
  const all = mesh.virtualServices.all.filter(
    ({ gateways, semantics }) => semantics === 'istio' && gateways.some((gateway) => gateway !== 'mesh'),
  );
  for (const entry of all) for (const host of new Set(entry.hosts)) owners.set(host, owners.has(host) ? 'several' : entry);
  const index = hostIndex([...owners].filter(([host]) => isWildcard(host)));
  if (index.size === 0) return (entry) => entry.hosts.some((host) => owners.get(host) === 'several');
  const isCovered = (host: string, entry: VirtualService) => index.covering(host).some((owner) => owner !== entry);
  const covering = new Set(all.flatMap((entry) => entry.hosts.flatMap((host) => index.covering(host).filter((owner) => owner !== entry))));
  return (entry) => covering.has(entry) || entry.hosts.some((host) => owners.get(host) === 'several' || isCovered(host, entry));
}

/** The virtual hosts of a gateway, made of nothing but those VirtualServices, and without looking at what is behind them. */
function tablesOf(proxy: GatewayProxy, isShared: (virtualService: VirtualService) => boolean, { mesh }: World): readonly VirtualHost[] {
  const { workload } = proxy;
  const virtualServices = memo((gateway: string) => mesh.virtualServices.forGateway(gateway, workload.namespace).filter(isShared));
  const context = (_: VirtualService, { server }: BoundServer): RouteContext => ({
    gateway: gatewayKey(server.gateway),
    port: server.port,
    labels: workload.labels,
    namespace: workload.namespace,
    isTls: server.tls !== undefined,
    service: () => undefined,
    cluster: (host, port, subset) => mesh.world.cluster(proxy.scope, host, port, subset),
    defaultRetries: undefined,
  });
  const groups = [...proxy.merged.byRouteName].filter(([, servers]) =>
    servers.some(({ server }) => virtualServices(gatewayKey(server.gateway)).length > 1 || servers.length > 1),
  );
  return groups.flatMap(([name, servers]) => gatewayTable(name, servers, { virtualServices, context }).virtualHosts);
}

/** The routes that ask for no other host than the one they are for. */
function possible({ domains, routes, name }: VirtualHost): readonly Route[] {
  const [domain = '*'] = domains;
  if (isWildcard(domain)) return routes;
  const holds = ({ match, invert }: HeaderCheck, text: string) => matchesText(match, text) !== invert;
  return routes.filter(({ match }) => {
    const checks = match.headers.filter((check) => check.name === ':authority');
    return [domain, name].some((text) => checks.every((check) => holds(check, text)));
  });
}

/** For each route the first one of another VirtualService whose path is a beginning of its own. Catch-alls come behind all others. */
function overlapsIn(routes: readonly Route[]): readonly Overlap[] {
  if (routes.every(({ virtualService }) => virtualService === routes[0]?.virtualService)) return [];
  const byPath = groupBy(routes, ({ match }) => (match.path.kind === 'regex' ? '' : match.path.value));
  const places = new Map(routes.map((route, index) => [route, index]));
  return routes.flatMap((route) => {
    const isOther = (other: Route) =>
      other.virtualService !== route.virtualService &&
      other.catchAll === route.catchAll &&
      (other.match.path.value !== route.match.path.value || (places.get(other) ?? 0) < (places.get(route) ?? 0)) &&
      mayMeet(route.match, other.match);
    const candidates = beginnings(route).flatMap((path) => byPath.get(path)?.slice(0, 200).find(isOther) ?? []);
    return candidates[0] === undefined ? [] : [{ route, other: candidates[0] }];
  });
}

/** Two that do the same may come in any order. */
function sameText({ rule: mine }: Route, { rule: its }: Route): boolean {
  const text = (rule: Route['rule']) =>
    JSON.stringify(
      rule && {
        ...rule,
        matches: [],
        field: undefined,
        root: undefined,
        name: '',
        destinations: rule.destinations.map(({ field: _, ...rest }) => rest),
      },
      (key, value: unknown) => (key === 'field' ? undefined : value instanceof Map ? [...value] : value),
    );
  return text(mine) === text(its);
}
