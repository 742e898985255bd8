import type { CORS } from '../../intent/generated/gateway-intent.ts';
import type { Exposure, Model } from '../../intent/model.ts';
import { isBefore } from '../api-versions.ts';
import { type Condition, negation } from './access-conditions.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/**
 * What preflight requests of browsers look like, where the proxy answers all of them itself. They carry no token and never reach a backend, but Istio's proxies
 * look at policies first: without an exception, `cors` would be of no use beside them. Each condition asks for a value, because the filter passes requests
 * with empty headers on. `undefined` where some route leaves preflight requests to its backend.
 */
export function preflights(model: Model, exposures: readonly Exposure[]): Condition[] | undefined {
  const routes = exposures.flatMap((exposure) => exposure.routes).filter(({ action }) => action.kind !== 'redirect');
  const policies = routes.flatMap(({ cors }) => cors ?? []);
  if (routes.length === 0 || policies.length < routes.length) return undefined;
  const origins = isBefore(23, model) ? sameOrigins(policies) : [...new Set(['http://*', 'https://*', ...policies.flatMap(otherSchemes)])];
  if (origins === undefined) return undefined;
  return [
    { part: 'operation', field: 'methods', negated: false, values: ['OPTIONS'] },
    { part: 'when', field: 'request.headers[origin]', negated: false, values: origins },
    { part: 'when', field: 'request.headers[access-control-request-method]', negated: false, values: methods },
  ];
}

/** Origins such as those of apps on phones. */
const otherSchemes = ({ allowOrigins }: CORS): string[] =>
  allowOrigins.flatMap(({ exact = '' }) => (/^https?:/.test(exact) || exact.includes('*') || exact === '' ? [] : [exact]));

/** The origins of all routes; older proxies pass those of others on. */
function sameOrigins([first, ...rest]: readonly CORS[]): string[] | undefined {
  const origins = first?.allowOrigins ?? [];
  const isSame = rest.every(({ allowOrigins }) => JSON.stringify(allowOrigins) === JSON.stringify(origins));
  const isPlain = origins.every(({ exact, prefix }) => (exact ?? prefix ?? '*').includes('*') === false);
  return isSame && isPlain ? origins.map(({ exact, prefix }) => exact ?? `${prefix}*`) : undefined;
}

/** A rule that refuses, without these requests: it fits what breaks one of their conditions. */
export function without(requests: readonly Condition[] | undefined, rule: readonly Condition[]): (readonly Condition[])[] {
  const own = rule.find(({ part, field }) => part === 'operation' && field === 'methods');
  const fitsNone = own !== undefined && own.values.includes('OPTIONS') === own.negated;
  if (requests === undefined || fitsNone) return [rule];
  return requests.map((condition) => [...rule, negation(condition)]);
}
