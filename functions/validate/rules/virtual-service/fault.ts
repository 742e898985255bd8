import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, number, type Spot, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

export const fault: Rule = {
  code: 'GI1218',
  name: 'fault',
  severity: 'error',
  summary: 'A fault must be a delay, or an abort with an HTTP or gRPC status.',
  why: 'the webhook of istiod refuses the object',
  fix: 'set `delay.fixedDelay`, `abort.httpStatus` or `abort.grpcStatus`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateHTTPFaultInjection)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const fault = at(route, 'fault');
      if (!isSet(fault)) continue;
      const abort = at(fault, 'abort');
      const delay = at(fault, 'delay');
      if (!isSet(abort) && !isSet(delay)) yield wrong(fault, 'must have `abort` or `delay`');
      if (isSet(abort)) yield* abortFindings(abort);
      const exponential = at(delay, 'exponentialDelay');
      if (isSet(exponential)) yield wrong(exponential, 'must not be set: Istio knows fixed delays only');
    }
  },
};

function* abortFindings(abort: Spot): Iterable<Finding> {
  const [http, grpc, http2] = ['httpStatus', 'grpcStatus', 'http2Error'].map((name) => at(abort, name)) as [Spot, Spot, Spot];
  if (isSet(http2)) yield wrong(http2, 'must not be set: Istio knows HTTP and gRPC statuses only');
  else if (isSet(grpc) && !grpcStatuses.has(text(grpc)))
    yield wrong(grpc, `must be a gRPC status such as "UNAVAILABLE", not ${JSON.stringify(grpc.value)}`);
  else if (isSet(http) && (number(http) < 200 || number(http) > 600)) yield wrong(http, `must be between 200 and 599, not ${number(http)}`);
  else if (!isSet(http) && !isSet(grpc)) yield wrong(abort, 'has no effect without `httpStatus` or `grpcStatus`', { severity: 'warning' });
}

const grpcStatuses = new Set(
  (
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
    'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
  ).split(' '),
);
