import type { Item } from '../krm/item.ts';
import { asRecord, asText } from '../mesh/loose.ts';
import { perWorld } from './per-world.ts';
import type { World } from './rule.ts';

/** What the files leave open: what is not in them may come from a chart, another repository or another folder. */
export interface ClosedWorld {
  /** Whether the workloads beside an object are all in the files, so that one that is not there does not exist. */
  hasAllWorkloads(item: Item): boolean;
  /** The same for Services. */
  hasAllServices(item: Item): boolean;
}

const workloadKinds: readonly (readonly [group: string, kind: string])[] = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['', 'Pod'],
];

/**
 * Where some of a kind are, all of them are taken to be: the namespace that an object names, else the folder of its file. What is made here,
 * and the Services of gateways, say nothing about the applications beside them.
 */
export const closedWorld = perWorld((world): ClosedWorld => {
  const open = openNamespaces(world);
  const places = (items: readonly Item[]) => new Set(items.filter(({ origin }) => origin === undefined).map(placeOf));
  const workloads = places(workloadKinds.flatMap(([group, kind]) => world.ofKind(group, kind)));
  const ofGateways = new Set(world.mesh.gatewayProxies.flatMap((proxy) => proxy.services.map(({ item }) => item)));
  const services = places(world.ofKind('', 'Service').filter((item) => !ofGateways.has(item)));
  const isClosed = (known: ReadonlySet<string>, item: Item) =>
    world.complete || (known.has(placeOf(item)) && !open.has('') && !open.has(item.id.namespace ?? 'default'));
  return { hasAllWorkloads: (item) => isClosed(workloads, item), hasAllServices: (item) => isClosed(services, item) };
});

/** Objects that say no namespace get theirs from the host, which may differ from folder to folder. */
const placeOf = ({ id, source }: Item): string => id.namespace ?? `folder ${(source.file ?? '').replace(/[^/]*$/, '')}`;

/** Namespaces into which charts and other packages are installed; `''` stands for any. */
function openNamespaces(world: World): ReadonlySet<string> {
  const specOf = (item: Item) => asRecord(item.object.spec);
  const own = ({ id }: Item) => id.namespace ?? '';
  const charts = world.items.filter(({ id }) => id.kind === 'HelmRelease' || id.kind === 'HelmChart');
  const applications = world.items.filter(({ id }) => id.kind === 'Application' || id.kind === 'ApplicationSet');
  return new Set([
    ...charts.map((item) => asText(specOf(item).targetNamespace) || own(item)),
    ...applications.map((item) => asText(asRecord(specOf(item).destination).namespace)),
  ]);
}
