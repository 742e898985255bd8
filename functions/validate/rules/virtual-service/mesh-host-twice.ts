import { isWildcard } from '../../../hosts/host-name.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { ageIsKnown } from '../../../mesh/age.ts';
import type { Field } from '../../../mesh/field.ts';
import { hostIndex } from '../../../mesh/hosts/host-index.ts';
import type { ExportTo } from '../../../mesh/registry/export-to.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { meshVirtualServices } from '../../spots/istio-rules.ts';

export const meshHostTwice: Rule = {
  code: 'GI2408',
  name: 'mesh-host-twice',
  severity: 'error',
  summary: 'A host must have one VirtualService for the sidecars of a namespace.',
  why: 'sidecars take the routes of one of them, usually the oldest, and ignore those of all others',
  fix: 'write the routes into one VirtualService, or bind one of the two to a gateway',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  upstream: ['IST0109', 'KIA1106'],
  *check(world) {
    const severity = hasSidecars(world) ? { severity: 'warning' as const } : {};
    for (const { first, later, host } of pairs(world)) {
      const isKnown = ageIsKnown(first.age, later.age);
      const winner = isKnown ? 'which is older' : 'and only the older one counts';
      yield wrongAt(fieldOf(later, host), `"${host}" has ${titled(first.item)} for sidecars, too, ${winner}`, severity);
      if (!isKnown) yield wrongAt(fieldOf(first, host), `"${host}" has ${titled(later.item)} for sidecars, too, ${winner}`, severity);
    }
    yield* withinWildcards(world);
  },
};

interface Pair {
  readonly first: VirtualService;
  readonly later: VirtualService;
  readonly host: string;
}

function pairs(world: World): readonly Pair[] {
  const areAlternatives = alternatives(world);
  const byHost = new Map<string, VirtualService[]>();
  const bound = meshVirtualServices(world);
  return bound.flatMap((later) =>
    [...new Set(later.hosts.map((host) => host.toLowerCase()))].flatMap((host) => {
      const earlier = byHost.get(host) ?? [];
      byHost.set(host, [...earlier.slice(0, 20), later]);
      const first = earlier.find((entry) => meet(entry.exportTo, later.exportTo) && !areAlternatives(entry.item, later.item));
      return first === undefined ? [] : [{ first, later, host }];
    }),
  );
}

function fieldOf({ item, hosts, hostsField }: VirtualService, host: string): Field {
  return { item, path: [...hostsField.path, hosts.findIndex((entry) => entry.toLowerCase() === host)] };
}

/** The narrower host is served by its own VirtualService alone, which may surprise. */
function* withinWildcards(world: World): Iterable<Finding> {
  const areAlternatives = alternatives(world);
  const bound = meshVirtualServices(world);
  const wildcards = bound.flatMap((wide) =>
    wide.hosts.filter((host) => isWildcard(host) && host !== '*').map((host) => ({ wide, host: host.toLowerCase() })),
  );
  const index = hostIndex(groupBy(wildcards, ({ host }) => host));
  for (const narrow of wildcards.length === 0 ? [] : bound) {
    for (const written of narrow.hosts) {
      const name = written.toLowerCase();
      const cover = index
        .covering(name)
        .flat()
        .find(
          ({ wide, host }) =>
            wide !== narrow && host !== name && meet(wide.exportTo, narrow.exportTo) && !areAlternatives(wide.item, narrow.item),
        );
      if (cover === undefined) continue;
      const text = `"${cover.host}" of ${titled(cover.wide.item)} does not hold for "${name}" of ${titled(narrow.item)}`;
      yield { item: narrow.item, path: fieldOf(narrow, name).path, message: text, severity: 'info' };
      yield { item: cover.wide.item, path: fieldOf(cover.wide, cover.host).path, message: text, severity: 'info' };
    }
  }
}

/** Sidecar resources may show one of the two only. */
const hasSidecars = ({ mesh }: World): boolean => mesh.sidecars.all.length > 0;

function meet(a: ExportTo, b: ExportTo): boolean {
  if (a.everywhere) return b.everywhere || b.namespaces.size > 0;
  return b.everywhere ? a.namespaces.size > 0 : [...a.namespaces].some((namespace) => b.namespaces.has(namespace));
}
