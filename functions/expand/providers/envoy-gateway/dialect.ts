import type { Gateway, RouteEntry } from '../../../intent/model.ts';
import type { Dialect } from '../../gateway-api/dialect.ts';
import { envoyGatewayOrder } from '../../gateway-api/match-order.ts';
import type { RoutePlan } from '../../gateway-api/route-plans.ts';
import { backendReference } from './backends.ts';
import { effectiveAuth, needsToken, tokenHeaders } from './effective-auth.ts';
import { ownFilters } from './route-filters.ts';
import { ownSecurity } from './security-policies.ts';
import { ownSettings } from './traffic-policies.ts';

/** How Envoy Gateway speaks the Gateway API: internal/gatewayapi of envoyproxy/gateway. */
export const dialect: Dialect = {
  className: ({ spec }) => spec.class?.name ?? 'envoy-gateway',
  order: envoyGatewayOrder,
  tlsOptions: () => undefined,
  timeout: ({ timeout }) => timeout,
  reference: backendReference,
  ownHost: 'rewrite',
  hiddenHeaders: (exposure, gateway) => {
    const auth = effectiveAuth(exposure, gateway);
    return auth !== undefined && needsToken(auth) ? tokenHeaders(auth) : [];
  },
  ruleNames: (plan) => {
    const mixed = isMixed(plan);
    return ({ route, number }) => route.name ?? (mixed ? `rule-${number}` : undefined);
  },
  filters: ownFilters,
};

/** Whether policies must tell the rules of a plan apart. */
function isMixed({ entries, gateway, namespace }: RoutePlan): boolean {
  const differ = (keyOf: (entry: RouteEntry) => unknown): boolean => new Set(entries.map((entry) => JSON.stringify(keyOf(entry)))).size > 1;
  return differ((entry) => ownSettings(entry, gateway)) || differ(({ exposure }) => ownSecurity(exposure, gateway as Gateway, namespace));
}
