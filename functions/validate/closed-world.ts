import { folderOf } from '../krm/folder-of.ts';
import type { Item } from '../krm/item.ts';
import { asList, asRecord, asText, isSet } from '../mesh/loose.ts';
import { splitVersion } from './fields/kinds.ts';
import { perWorld } from './per-world.ts';
import type { World } from './rule.ts';

/** What the files leave open: what is not in them may come from a chart, an operator, another repository or another folder. */
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
  const open = openPlaces(world);
  const places = (items: readonly Item[]) => new Set(items.filter(({ origin }) => origin === undefined).map(placeOf));
  const workloads = places(workloadKinds.flatMap(([group, kind]) => world.ofKind(group, kind)));
  const ofGateways = new Set(world.mesh.gatewayProxies.flatMap((proxy) => proxy.services.map(({ item }) => item)));
  const services = places(world.ofKind('', 'Service').filter((item) => !ofGateways.has(item)));
  const isClosed = (known: ReadonlySet<string>, item: Item) =>
    world.complete || (known.has(placeOf(item)) && !open.has('') && !open.has(placeOf(item)) && !isOfControlPlane(item));
  return { hasAllWorkloads: (item) => isClosed(workloads, item), hasAllServices: (item) => isClosed(services, item) };
});

/** Objects that say no namespace get theirs from the host, which may differ from folder to folder. */
const placeOf = (item: Item): string => item.id.namespace ?? `folder ${folderOf(item.source.file ?? '')}`;

/** What runs there is mostly installed by istioctl, Helm or an operator. */
export const isOfControlPlane = ({ id }: Item): boolean => /^istio-|-istio$/.test(id.namespace ?? '');

/** Groups of kinds of which no controller makes pods or Services, or only such that the mesh model knows. */
const inert = new Set([
  ...[
    '',
    'apps',
    'batch',
    'autoscaling',
    'policy',
    'rbac.authorization.k8s.io',
    'networking.k8s.io',
    'storage.k8s.io',
    'apiextensions.k8s.io',
  ],
  ...['admissionregistration.k8s.io', 'scheduling.k8s.io', 'coordination.k8s.io', 'discovery.k8s.io', 'certificates.k8s.io'],
  ...['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io', 'install.istio.io', 'sailoperator.io'],
  ...['gateway.networking.k8s.io', 'gateway.envoyproxy.io', 'route.openshift.io', 'gatewayintent.dev', 'servicemesh.cisco.com'],
  ...['istio.banzaicloud.io', 'cert-manager.io', 'external-secrets.io', 'bitnami.com', 'keda.sh', 'config.kubernetes.io', 'kpt.dev'],
]);

const none: readonly string[] = [];

/** Namespaces and folders into which charts, operators and other packages put more; `''` stands for any. */
function openPlaces(world: World): ReadonlySet<string> {
  return new Set([...world.items.flatMap(openedBy), ...world.doubtful.map(placeOf)]);
}

function openedBy(item: Item): readonly string[] {
  const { group } = splitVersion(item.id.apiVersion);
  if (inert.has(group)) return none;
  const spec = asRecord(item.object.spec);
  if (group === 'kustomize.config.k8s.io') return bringsMore(item) ? [asText(item.object.namespace)] : [];
  if (group === 'monitoring.coreos.com') return ['Prometheus', 'Alertmanager', 'ThanosRuler'].includes(item.id.kind) ? [placeOf(item)] : [];
  if (group === 'argoproj.io' && item.id.kind !== 'Rollout') return [asText(asRecord(spec.destination).namespace)];
  return [placeOf(item), ...(isSet(spec.targetNamespace) ? [asText(spec.targetNamespace)] : [])];
}

/** A kustomization with charts, or with resources of other places. */
const bringsMore = ({ object }: Item): boolean =>
  ['helmCharts', 'helmChartInflationGenerator', 'generators', 'components'].some((field) => asList(object[field]).length > 0) ||
  asList(object.resources).some((entry) => /:\/\/|\?ref=|^\.\.|github\.com/.test(asText(entry)));
