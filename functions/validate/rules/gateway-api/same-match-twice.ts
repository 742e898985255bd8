import type { Path } from '../../../diagnostics/path.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Item } from '../../../krm/item.ts';
import { ageIsKnown, ageOf } from '../../../mesh/age.ts';
import { asList, asRecord, type Loose } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { titled } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { type RouteParent, routeParents } from '../../spots/route-parents.ts';

interface Claim {
  readonly route: Item;
  readonly path: Path;
  readonly what: string;
}

export const sameMatchTwice: Rule = {
  code: 'GI2914',
  name: 'same-match-twice',
  severity: 'warning',
  summary: 'Two routes should not claim the same requests of a listener.',
  why: 'the older one gets them, which is not written in any file',
  fix: 'let the matches differ, or make one route of them',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteRule',
  *check(world) {
    const told = new Set<string>();
    const claims = routeParents(world).flatMap((parent) => (parent.obstacle === undefined ? claimsOf(parent) : []));
    for (const group of groupBy(claims, ({ what }) => what).values())
      for (const { route, path } of group) {
        const other = group.find((claim) => claim.route !== route && !alternatives(world)(route, claim.route));
        const key = `${route.id.kind} ${world.mesh.objects.namespaceOf(route)}/${route.id.name} ${path.join('.')}`;
        if (other === undefined || told.has(key) || ageIsKnown(ageOf(route, ''), ageOf(other.route, ''))) continue;
        told.add(key);
        yield { item: route, path, message: `claims the same requests as ${titled(other.route)}` };
      }
  },
};

/** What the rules of a route claim, as text that is the same for the same requests. */
function claimsOf({ route, left, hostnames }: RouteParent): readonly Claim[] {
  if (route.id.kind !== 'HTTPRoute' && route.id.kind !== 'GRPCRoute') return [];
  const matches = asList(asRecord(route.object.spec).rules).flatMap((rule, index) => {
    const own = asList(asRecord(rule).matches);
    const at = (more: Path): Path => ['spec', 'rules', index, ...more];
    return own.length === 0
      ? [{ path: at([]), text: normalized({}) }]
      : own.map((match, place) => ({ path: at(['matches', place]), text: normalized(asRecord(match)) }));
  });
  return left.flatMap((listener) =>
    (hostnames.length > 0 ? hostnames : [listener.hostname || '*']).flatMap((hostname) =>
      matches.map(({ path, text }) => ({ route, path, what: `${listener.internalName} ${hostname} ${text}` })),
    ),
  );
}

/** A match with its defaults, its lists in one order. */
function normalized({ path, headers, queryParams, method }: Loose): string {
  const { type = 'PathPrefix', value = '/' } = asRecord(path);
  const entries = (list: unknown) =>
    asList(list)
      .map(asRecord)
      .map((entry) => `${String(entry.type ?? 'Exact')} ${String(entry.name).toLowerCase()} ${String(entry.value)}`)
      .sort();
  return JSON.stringify([type, value, entries(headers), entries(queryParams), method ?? '']);
}
