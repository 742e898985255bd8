import { valueAt } from '../../diagnostics/path.ts';
import { overlaps } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import type { Field } from '../../mesh/field.ts';
import type { Attachment, Parent } from '../../mesh/gateway-api/parent.ts';
import { asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { alternatives } from './alternatives.ts';

/** What keeps a route from every listener that one entry of its `parentRefs` means. */
export type Obstacle = 'section' | 'kind' | 'namespace' | 'hostname';

/** One entry of `parentRefs` whose Gateway or ListenerSet is in the files. */
export interface RouteParent {
  readonly route: Item;
  readonly field: Field;
  readonly namespace: string;
  readonly hostnames: readonly string[];
  /** All listeners of what the entry names. */
  readonly listeners: readonly Parent[];
  /** Those that come up to the obstacle, or take the route. */
  readonly left: readonly Parent[];
  readonly obstacle: Obstacle | undefined;
}

export const routeParents = perWorld((world): readonly RouteParent[] => {
  const byField = groupBy(
    world.mesh.routeAttachments,
    ({ route, field }) => `${world.mesh.objects.namespaceOf(route)}/${route.id.kind}/${route.id.name}/${field.path.join('.')}`,
  );
  return [...byField.values()].flatMap((group) =>
    group[0] === undefined
      ? []
      : [
          parentOf(
            world,
            group[0],
            group.map(({ parent }) => parent),
          ),
        ],
  );
});

function parentOf(world: World, { route, field }: Attachment, listeners: readonly Parent[]): RouteParent {
  const namespace = world.mesh.objects.namespaceOf(route);
  const hostnames = asTexts(asRecord(route.object.spec).hostnames);
  const ref = asRecord(valueAt(route.object, field.path));
  const steps: readonly (readonly [Obstacle, (parent: Parent) => boolean])[] = [
    ['section', (parent) => isNamed(ref, parent)],
    ['kind', ({ allowedKinds }) => allowedKinds.includes(route.id.kind)],
    ['namespace', (parent) => mayAttach(world, route, namespace, parent)],
    ['hostname', ({ hostname }) => hostnames.length === 0 || hostname === '' || hostnames.some((host) => overlaps(host, hostname))],
  ];
  let left = listeners;
  if (listeners[0] !== undefined && alternatives(world)(route, listeners[0].item))
    return { route, field, namespace, hostnames, listeners, left, obstacle: undefined };
  if (listeners.some((parent) => isUnserved(ref, parent, listeners)))
    return { route, field, namespace, hostnames, listeners, left, obstacle: undefined };
  for (const [obstacle, fits] of steps) {
    const next = left.filter(fits);
    if (next.length === 0) return { route, field, namespace, hostnames, listeners, left, obstacle };
    left = next;
  }
  return { route, field, namespace, hostnames, listeners, left, obstacle: undefined };
}

function isNamed(ref: Loose, { section, port }: Parent): boolean {
  const [wanted, wantedPort] = [asText(ref.sectionName), asNumber(ref.port)];
  return (wanted === '' || wanted === section) && (wantedPort === undefined || wantedPort === port);
}

/** A listener that is there, and of which the model makes nothing: of another protocol, or without certificates. */
function isUnserved(ref: Loose, { item }: Parent, served: readonly Parent[]): boolean {
  const fits = ({ name, port }: Loose) => (!isSet(ref.sectionName) || ref.sectionName === name) && (!isSet(ref.port) || ref.port === port);
  return asList(asRecord(item.object.spec).listeners)
    .map(asRecord)
    .some((listener) => fits(listener) && !served.some((parent) => parent.item === item && parent.section === listener.name));
}

/** Whether the listener takes routes of the namespace, or may: labels of namespaces that are not in the files are not known. */
function mayAttach(world: World, route: Item, namespace: string, { hosts, item, field }: Parent): boolean {
  if (hosts.some((host) => host.namespace === undefined || host.namespace === namespace)) return true;
  if (world.complete) return false;
  const arePlaced = route.id.namespace !== undefined && item.id.namespace !== undefined;
  return !arePlaced || (bySelector(item, field) && world.mesh.namespaces.find(namespace) === undefined);
}

function bySelector(item: Item, field: Field): boolean {
  const listener = asRecord(valueAt(item.object, field.path));
  return asRecord(asRecord(listener.allowedRoutes).namespaces).from === 'Selector';
}

/** `Gateway "ingress/public"`. */
export const ownerOf = ({ kind, namespace, item }: Parent): string => `${kind} "${namespace}/${item.id.name}"`;
