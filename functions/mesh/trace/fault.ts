import { asNumber, asRecord } from '../loose.ts';
import type { ForwardAction } from '../routes/route.ts';
import { decision } from './decision.ts';
import { endHop } from './end-hop.ts';
import type { Request } from './request.ts';
import type { Branch, Hop } from './trace-result.ts';

/** The branches of a route, with those requests taken away that its `fault` answers. */
export function withFault(
  branches: readonly Branch[],
  fault: ForwardAction['fault'],
  request: Request,
  field: Hop['decisions'][number]['field'],
): readonly Branch[] {
  const abort = asRecord(asRecord(fault).abort);
  const status = asNumber(abort.httpStatus);
  if (status === undefined) return branches;
  const share = Math.min(100, asNumber(asRecord(abort.percentage).value) ?? 100) / 100;
  if (share <= 0) return branches;
  const because = `the route aborts ${share * 100} % of the requests with ${status}`;
  const aborted = endHop(request, [decision('route', because, { field })], {
    kind: 'responded',
    status,
    body: 'fault filter abort',
    field,
  });
  const others = branches.map((branch) => ({ ...branch, share: branch.share * (1 - share) })).filter((branch) => branch.share > 0);
  return [{ share, destination: undefined, endpoint: undefined, tls: undefined, next: aborted }, ...others];
}
