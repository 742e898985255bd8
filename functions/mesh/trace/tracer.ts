import type { Workload } from '../inventory/workloads.ts';
import type { Mesh } from '../mesh.ts';
import type { Endpoint } from '../registry/endpoints.ts';
import type { RouteDestination } from '../routes/route.ts';
import type { Request } from './request.ts';
import type { Hop } from './trace-result.ts';

/** What the steps of a trace need to go on. */
export interface Tracer {
  readonly mesh: Mesh;
  /** What happens to a request that arrives at pods; `undefined` where no proxy stands in front of them. */
  arrive(workload: Workload, request: Request, to: Arrival, depth: number): Hop | undefined;
}

/** How a request came to its pods. */
export interface Arrival {
  readonly destination: RouteDestination;
  readonly endpoint: Endpoint;
}
