import type { Exposure, Gateway, Model, RouteEntry, RouteGroup } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import { listenersFor, type ParentReference, parentReferences } from './attach.ts';
import type { Listener } from './listeners.ts';

/** A route object before its rules: hosts of a gateway that have the same routes on the same listeners. */
export interface RoutePlan {
  readonly gateway: Gateway;
  readonly name: string;
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly parents: readonly ParentReference[];
  /** What carries it, of a gateway of this package. */
  readonly listeners: readonly Listener[];
  /** In the order in which they are meant to be tried. */
  readonly entries: readonly RouteEntry[];
  readonly exposures: readonly Exposure[];
}

/** The HTTP routes of a gateway. A route has no condition on the port, so a group whose ports differ becomes one plan for each set of ports. */
export function routePlans(model: Model, gateway: Gateway, listeners: readonly Listener[]): RoutePlan[] {
  return model.routeGroups
    .filter(({ gateway: key }) => key === gateway.key)
    .flatMap((group) => portSets(group, gateway).map((set) => planOf(group, set, gateway, listeners)));
}

interface PortSet {
  /** Absent: every port that has the hosts. */
  readonly ports?: readonly number[];
  readonly entries: readonly RouteEntry[];
}

function planOf(
  { name, namespace, hosts, exposures }: RouteGroup,
  set: PortSet,
  gateway: Gateway,
  listeners: readonly Listener[],
): RoutePlan {
  const { ports, entries } = set;
  const attachable = { gateway, namespace, hosts, ports, protocols: ['HTTP', 'HTTPS'] as const };
  return {
    gateway,
    name,
    namespace,
    hosts,
    parents: parentReferences(attachable, listeners),
    listeners: listenersFor(attachable, listeners),
    entries,
    exposures: exposures.filter((exposure) => entries.some((entry) => entry.exposure === exposure)),
  };
}

function portSets({ entries, ports: served }: RouteGroup, gateway: Gateway): PortSet[] {
  const own = entries.map((entry) => portsOf(entry, gateway));
  const all = [...new Set([...served, ...own.flatMap((ports) => ports ?? [])])].sort((a, b) => a - b);
  if (own.every((ports) => ports === undefined || all.every((port) => ports.includes(port)))) {
    const everywhere = own.some((ports) => ports === undefined) || served.length > 0;
    return [everywhere ? { entries } : { ports: all, entries }];
  }
  const on = (port: number): RouteEntry[] => entries.filter((_, index) => own[index]?.includes(port) ?? true);
  const byEntries = groupBy(all, (port) =>
    on(port)
      .map((entry) => entries.indexOf(entry))
      .join(),
  );
  return [...byEntries.values()].map((ports) => ({ ports, entries: on(ports[0] as number) })).filter((set) => set.entries.length > 0);
}

/** Ports that an entry is for. Nobody knows those of another package's gateway but for what its exposure says. */
function portsOf({ ports, exposure }: RouteEntry, gateway: Gateway): readonly number[] | undefined {
  if (gateway.management !== 'External') return ports;
  const named = exposure.attachments.map(({ port }) => port);
  return ports ?? (named.includes(undefined) ? undefined : (named as number[]));
}
