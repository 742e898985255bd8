import type { Workload } from '../inventory/workloads.ts';
import type { Mesh } from '../mesh.ts';
import type { Request } from './request.ts';
import type { Answerer, Hop } from './trace-result.ts';

/** What the steps of a trace need to go on. */
export interface Tracer {
  readonly mesh: Mesh;
  /** What happens to a request that arrives at pods on a container port; `by` is who answers, if nothing is in the way. */
  arrive(workload: Workload, request: Request, by: Answerer, depth: number): Hop;
  /** What the sidecar of a workload does with its call. */
  leave(workload: Workload, request: Request): Hop;
}
