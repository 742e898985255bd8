import type { Item } from '../../../functions/krm/item.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { RequestParts } from '../../../functions/mesh/trace/request.ts';

/** An object of a generated configuration. */
export interface Written extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** One generated configuration with the requests that are asked of both sides. */
export interface Case {
  /** Part of all its names: many cases share one run of the simulator. */
  readonly tag: string;
  readonly objects: readonly Written[];
  readonly probes: readonly Probe[];
  /** The mesh's configuration; a case that has one, even an empty one, is a mesh of its own and shares its run with no other. */
  readonly meshConfig?: Readonly<Record<string, unknown>>;
}

export interface Probe {
  readonly at: ProbeSource;
  readonly request: RequestParts;
}

/** Where a request starts: outside, by a Service of a gateway; or in pods of a workload. */
export interface ProbeSource {
  /** `namespace/name` of a workload; absent where istiod makes the pods of a Gateway. */
  readonly deployment?: string;
  /** `namespace/name` of a Gateway of the Gateway API. */
  readonly gateway?: string;
  /** `namespace/name`; without one, the pods themselves call. */
  readonly service?: string;
  readonly follow?: boolean;
}

export function itemsOf(objects: readonly Written[]): readonly Item[] {
  return objects.map((object, index) => ({
    id: { apiVersion: object.apiVersion, kind: object.kind, namespace: object.metadata.namespace, name: object.metadata.name },
    text: undefined,
    object,
    source: { index },
  }));
}
