import { parse } from 'yaml';
import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import { asList, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { Inventory } from './inventory.ts';

/** What the package tells about the control plane. */
export interface FoundMeshConfig {
  readonly meshConfig: { readonly value: Loose; readonly field: Field } | undefined;
  readonly controlPlaneNamespace: { readonly value: string; readonly field: Field } | undefined;
  /** Environment variables of istiod. */
  readonly istiodEnvironment: ReadonlyMap<string, string>;
}

/** Reads the `istio` ConfigMap and the Istio, IstioOperator and IstioControlPlane resources. */
export function meshConfigs(objects: Inventory, controlPlaneNamespace: string, revision: string | undefined): FoundMeshConfig {
  const environment = new Map<string, string>();
  for (const resource of resources(objects)) {
    for (const [name, value] of pilotEnvironment(resource)) environment.set(name, value);
  }
  for (const item of objects.identified('apps', 'Deployment', ({ name }) => name.startsWith('istiod'))) {
    for (const [name, value] of containerEnvironment(item)) environment.set(name, value);
  }
  const candidates = [...resources(objects).map(ofResource), ...configMaps(objects, controlPlaneNamespace, revision).map(ofConfigMap)];
  return {
    meshConfig: candidates.find((candidate) => candidate !== undefined),
    controlPlaneNamespace: operatorNamespace(objects),
    istiodEnvironment: environment,
  };
}

/** Every mesh configuration that is written, whether it is in force or not. */
export function writtenMeshConfigs(objects: Inventory): readonly { readonly value: Loose; readonly field: Field }[] {
  const maps = objects.identified('', 'ConfigMap', ({ name }) => name === 'istio' || name.startsWith('istio-'));
  return [...resources(objects).map(ofResource), ...maps.map(ofConfigMap)].filter((found) => found !== undefined);
}

function resources(objects: Inventory): readonly Item[] {
  return [
    ...objects.ofKind('sailoperator.io', 'Istio'),
    ...objects.ofKind('operator.istio.io', 'Istio'),
    ...objects.ofKind('install.istio.io', 'IstioOperator'),
    ...objects.ofKind('servicemesh.cisco.com', 'IstioControlPlane'),
    ...objects.ofKind('istio.banzaicloud.io', 'Istio'),
  ];
}

/** Where the different resources keep the mesh configuration. */
const places = [
  ['spec', 'values', 'meshConfig'],
  ['spec', 'meshConfig'],
] as const;

function ofResource(item: Item): { value: Loose; field: Field } | undefined {
  for (const path of places) {
    const value = path.reduce<unknown>((at, key) => asRecord(at)[key], item.object);
    if (isSet(value)) return { value: asRecord(value), field: { item, path } };
  }
  return undefined;
}

function configMaps(objects: Inventory, namespace: string, revision: string | undefined): readonly Item[] {
  const name = revision && revision !== 'default' ? `istio-${revision}` : 'istio';
  const item = objects.find('', 'ConfigMap', namespace, name);
  return item ? [item] : [];
}

function ofConfigMap(item: Item): { value: Loose; field: Field } | undefined {
  const text = asText(asRecord(item.object.data).mesh);
  if (text === '') return undefined;
  try {
    return { value: asRecord(parse(text)), field: { item, path: ['data', 'mesh'] } };
  } catch {
    return undefined;
  }
}

function pilotEnvironment(item: Item): readonly (readonly [string, string])[] {
  const spec = asRecord(item.object.spec);
  const values = asRecord(asRecord(asRecord(spec.values).pilot).env);
  const component = asRecord(asRecord(asRecord(asRecord(spec.components).pilot).k8s)).env;
  return [...Object.entries(values).map(([name, value]) => [name, String(value)] as const), ...named(component)];
}

function containerEnvironment(item: Item): readonly (readonly [string, string])[] {
  const pod = asRecord(asRecord(asRecord(item.object.spec).template).spec);
  return asList(pod.containers).flatMap((container) => named(asRecord(container).env));
}

function named(list: unknown): readonly (readonly [string, string])[] {
  return asList(list)
    .map(asRecord)
    .map((entry) => [asText(entry.name), String(entry.value ?? '')] as const);
}

function operatorNamespace(objects: Inventory): FoundMeshConfig['controlPlaneNamespace'] {
  for (const item of objects.ofKind('sailoperator.io', 'Istio')) {
    const value = asText(asRecord(item.object.spec).namespace);
    if (value !== '') return { value, field: { item, path: ['spec', 'namespace'] } };
  }
  return undefined;
}
