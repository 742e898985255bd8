import { groupBy } from '../../../krm/group-by.ts';
import type { ExportTo } from '../../../mesh/registry/export-to.ts';
import type { Service, ServicePort } from '../../../mesh/registry/service.ts';
import type { Finding, Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';

export const conflictingServiceEntries: Rule = {
  code: 'GI2613',
  name: 'conflicting-service-entries',
  severity: 'warning',
  summary: 'A host and port should be declared by one ServiceEntry, and must not be declared with different protocols.',
  why: 'which protocol, resolution and addresses hold depends on which was created first',
  fix: 'make one ServiceEntry of them, or export each to other namespaces',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0177/',
  upstream: ['IST0177', 'KIA1211', 'KIA1212'],
  *check(world) {
    const external = world.mesh.registry.services.filter(({ registry }) => registry === 'external');
    for (const services of groupBy(external, ({ host }) => host).values()) {
      const all = services.flatMap((service) => service.ports.map((port) => ({ service, port })));
      for (const group of services.length < 2 ? [] : groupBy(all, ({ port }) => port.port).values())
        for (const own of group)
          yield* conflicts(
            own,
            group.filter((other) => !alternatives(world)(own.service.field.item, other.service.field.item)),
          );
    }
  },
};

interface Declared {
  readonly service: Service;
  readonly port: ServicePort;
}

function* conflicts({ service, port }: Declared, group: readonly Declared[]): Iterable<Finding> {
  const rivals = group.filter((other) => other.service.field.item !== service.field.item && meet(service, other.service));
  const differing = rivals.find((other) => other.port.protocol !== port.protocol);
  const [first] = rivals;
  if (differing !== undefined)
    yield wrongAt(
      port.field,
      `is ${port.protocol} on port ${port.port} of "${service.host}", and ${differing.port.protocol} in ${titled(differing.service.field.item)}`,
      { upstream: ['IST0177', 'KIA1212'] },
    );
  else if (first !== undefined)
    yield wrongAt(port.field, `declares port ${port.port} of "${service.host}", as does ${titled(first.service.field.item)}`, {
      severity: 'info',
      upstream: ['KIA1211'],
    });
}

/** Whether a namespace sees both. Those that do not say their namespace may end up in clusters of their own. */
function meet(left: Service, right: Service): boolean {
  const isPlaced = (service: Service) => service.field.item.id.namespace !== undefined;
  if (isPlaced(left) !== isPlaced(right) || (!isPlaced(left) && left.field.item.source.file !== right.field.item.source.file)) return false;
  return overlap(left.exportTo, right.exportTo);
}

const overlap = (left: ExportTo, right: ExportTo): boolean =>
  left.everywhere
    ? right.everywhere || right.namespaces.size > 0
    : right.everywhere
      ? left.namespaces.size > 0
      : [...left.namespaces].some((name) => right.namespaces.has(name));
