import type { Field } from '../field.ts';
import type { Labels } from '../inventory/labels.ts';
import type { Workload } from '../inventory/workloads.ts';

/** Where a proxy may send a request: pods of a workload, or an address. */
export interface Endpoint {
  readonly workload: Workload | undefined;
  /** Address or name; `undefined` for pods. */
  readonly address: string | undefined;
  /** The port of the pod or the address. */
  readonly port: number;
  readonly labels: Labels;
  readonly namespace: string;
  /** Whether it can take Istio's mTLS: pods with a sidecar, or endpoints that say so. */
  readonly takesMtls: boolean;
  readonly serviceAccount: string | undefined;
  /** Where an address is written. */
  readonly field: Field | undefined;
}
