import type { KubeServices } from '../inventory/services.ts';
import type { KnownWorkloads, Workloads } from '../inventory/workloads.ts';
import { lazy, memo } from '../lazy.ts';
import { assumedWorkloads } from './assumed-workloads.ts';
import type { Gateway } from './gateway.ts';

/** The workloads of the files and of operators, then stand-ins for gateways of other packages. */
export function pods(known: KnownWorkloads, gateways: () => readonly Gateway[], services: KubeServices): Workloads {
  const assumed = lazy(() => assumedWorkloads(gateways(), known, services));
  const all = lazy(() => [...known.all, ...assumed()]);
  const ofGateways = lazy(() => [...known.gateways, ...assumed()]);
  return {
    get all() {
      return all();
    },
    inNamespace: memo((namespace: string) => [
      ...known.inNamespace(namespace),
      ...assumed().filter((workload) => workload.namespace === namespace),
    ]),
    get gateways() {
      return ofGateways();
    },
  };
}
