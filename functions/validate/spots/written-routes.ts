import { groupBy } from '../../krm/group-by.ts';
import type { Service } from '../../mesh/registry/service.ts';
import type { Destination } from '../../mesh/routes/http-rule.ts';
import { readVirtualService, type VirtualService } from '../../mesh/routes/virtual-services.ts';
import { perWorld } from '../per-world.ts';
import { servicesOf } from './services-of.ts';

/** Every VirtualService with the rules that it writes itself: delegates are there, and nothing of what they say is at their roots. */
export const writtenVirtualServices = perWorld((world): readonly VirtualService[] => {
  const { objects, settings, virtualServices } = world.mesh;
  const roots = virtualServices.all.filter(({ semantics }) => semantics === 'istio');
  const plain = roots.filter(({ http, lost }) => lost.length === 0 && http.every(({ root }) => root === undefined));
  const known = new Set(plain.map(({ item }) => item));
  const others = objects.ofKind('networking.istio.io', 'VirtualService').filter((item) => !known.has(item));
  const exportTo = settings.defaultExportTo.virtualService;
  return [...plain, ...others.map((item) => readVirtualService(item, objects.namespaceOf(item), settings.clusterDomain.value, exportTo))];
});

/** One destination of a rule, a mirror included, with everything in the registry that has its host. */
export interface WrittenDestination {
  readonly virtualService: VirtualService;
  readonly destination: Destination;
  readonly services: readonly Service[];
}

export const writtenDestinations = perWorld((world): readonly WrittenDestination[] =>
  writtenVirtualServices(world).flatMap((virtualService) =>
    destinationsOf(virtualService).map((destination) => ({
      virtualService,
      destination,
      services: servicesOf(world, destination.host, destination.field.item),
    })),
  ),
);

/** All destinations of a VirtualService, those of mirrors included. */
export function destinationsOf({ http, tls, tcp }: VirtualService): readonly Destination[] {
  return [
    ...http.flatMap(({ destinations, mirrors }) => [...destinations, ...mirrors.map((mirror) => mirror.destination)]),
    ...[...tls, ...tcp].flatMap(({ destinations }) => destinations),
  ];
}

/** Services of Kubernetes by their bare name, whatever their namespace. */
export const servicesByName = perWorld((world) => groupBy(world.mesh.kubeServices, ({ name }) => name));
