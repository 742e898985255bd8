import type { Auth } from '../../../intent/generated/gateway-intent.ts';
import type { Exposure, Gateway } from '../../../intent/model.ts';

/** What the gateway and the exposure demand together. A policy of a route stands instead of that of its gateway, so it says both. */
export function effectiveAuth({ auth }: Exposure, gateway: Gateway): Auth | undefined {
  if (auth === undefined || auth.enforceAt === 'Workload') return gateway.spec.auth;
  return { ...gateway.spec.auth, ...auth };
}

/** Fields that both say, where one of them would be lost. */
export function contradictingAuth({ auth }: Exposure, gateway: Gateway): string[] {
  if (auth === undefined || auth.enforceAt === 'Workload') return [];
  return Object.keys(auth).filter((field) => field !== 'enforceAt' && field !== 'selector' && field in (gateway.spec.auth ?? {}));
}

/** Whether requests without a token are refused. */
export const needsToken = ({ jwt = [] }: Auth): boolean => jwt.length > 0 && jwt.every(({ required }) => required !== false);

/** Headers that carry tokens which the backend must not see. Envoy Gateway always leaves the token in the request. */
export function tokenHeaders(auth: Auth | undefined): string[] {
  const names = (auth?.jwt ?? [])
    .filter(({ forwardOriginalToken }) => forwardOriginalToken !== true)
    .flatMap(({ fromHeaders, fromParams, fromCookies }) =>
      fromHeaders === undefined
        ? fromParams === undefined && fromCookies === undefined
          ? ['Authorization']
          : []
        : fromHeaders.map(({ name }) => name),
    );
  return [...new Set(names)];
}
