import { perWorld } from '../per-world.ts';
import { type RuledDestination, ruledDestinations } from './egress-hops.ts';
import { writtenVirtualServices } from './written-routes.ts';

/**
 * Every destination with the gateways that call it: of routes and of mirrors. Those of delegates without a root in the files are called by
 * nobody known: their `gateways` are empty.
 */
export const calledDestinations = perWorld((world): readonly RuledDestination[] => {
  const ruled = ruledDestinations(world);
  const byRule = new Map(ruled.map((entry) => [entry.rule, entry]));
  const mirrored = world.mesh.virtualServices.all.flatMap(({ http }) =>
    http.flatMap(({ mirrors, field }) => {
      const entry = byRule.get(field);
      return entry === undefined ? [] : mirrors.map(({ destination }) => ({ ...entry, destination }));
    }),
  );
  const used = new Set(
    [...ruled, ...mirrored].map(({ virtualService, destination }) =>
      destination.field.item === virtualService.item ? undefined : destination.field.item,
    ),
  );
  const open = writtenVirtualServices(world).filter(({ hosts, item }) => hosts.length === 0 && !used.has(item));
  const lonely = open.flatMap((virtualService) =>
    virtualService.http.flatMap(({ destinations, mirrors, field }) =>
      [...destinations, ...mirrors.map((mirror) => mirror.destination)].map((destination) => ({
        virtualService,
        protocol: 'http' as const,
        destination,
        gateways: [],
        isSplit: false,
        rule: field,
        ports: [],
      })),
    ),
  );
  return [...ruled, ...mirrored, ...lonely];
});
