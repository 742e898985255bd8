import type { Request } from './request.ts';
import type { Decision, End, Hop } from './trace-result.ts';

/** A hop without a proxy: usually the end of the way. */
export function endHop(request: Request, decisions: readonly Decision[], end: End | undefined): Hop {
  return {
    at: 'pod',
    workload: end?.kind === 'answered' ? end.by.workload : undefined,
    request,
    decisions,
    listener: undefined,
    chain: undefined,
    virtualHost: undefined,
    route: undefined,
    branches: [],
    end,
  };
}
