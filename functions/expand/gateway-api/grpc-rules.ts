import type { Route, RouteEntry } from '../../intent/model.ts';
import { backendReferences } from './backend-refs.ts';
import type { Dialect } from './dialect.ts';
import { standardFilters } from './http-filters.ts';
import { fitsEverything, type HTTPMatch } from './http-match.ts';
import type { Rule } from './http-rules.ts';
import type { RoutePlan } from './route-plans.ts';

const serviceName = String.raw`\/(?<service>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)`;
const methodPath = new RegExp(String.raw`^${serviceName}\/(?<method>[A-Za-z_][A-Za-z0-9_]*)$`);
const servicePath = new RegExp(`^${serviceName}$`);

/** Whether everything of a plan is gRPC that a GRPCRoute can say; otherwise it is an HTTPRoute. */
export const isGRPC = ({ exposures, entries }: RoutePlan): boolean =>
  exposures.every(({ protocol }) => protocol === 'GRPC') && entries.every(({ match, route }) => saysMatch(match) && saysRoute(route));

function saysMatch(match: RouteEntry['match']): boolean {
  const { path, method, queryParams, cookies } = match ?? {};
  const named = path === undefined || methodPath.test(path.exact ?? '') || servicePath.test(path.prefix ?? '');
  return named && (method === undefined || method === 'POST') && queryParams === undefined && cookies === undefined;
}

const saysRoute = ({ action, rewrite, cors, timeout }: Route): boolean =>
  action.kind === 'forward' && rewrite === undefined && cors === undefined && timeout === undefined;

/** A rule as a GRPCRoute writes it: the path of a request is `/service/method`. */
export function grpcRule({ name, route, exposure, matches }: Rule, plan: RoutePlan, dialect: Dialect): object {
  const use = { exposure, gateway: plan.gateway, namespace: plan.namespace };
  const hidden = dialect.hiddenHeaders(exposure, plan.gateway);
  const filters = standardFilters(route, { hidden, reference: (backend) => dialect.reference({ ...use, backend }), replacesRoot: false });
  return {
    name,
    matches: matches.some(fitsEverything) ? undefined : matches.map(grpcMatch),
    filters: filters.length > 0 ? filters : undefined,
    backendRefs: backendReferences(route, use, dialect),
  };
}

function grpcMatch({ path, headers }: HTTPMatch): object {
  const { service, method } = (methodPath.exec(path?.value ?? '') ?? servicePath.exec(path?.value ?? ''))?.groups ?? {};
  return { method: service === undefined ? undefined : { service, method }, headers };
}
