import { formatPath, type Path } from '../../../diagnostics/path.ts';
import type { Exposure, Gateway } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { Item } from '../../../krm/item.ts';
import type { Routing } from '../../gateway-api/routing.ts';
import type { Stage } from '../../stage.ts';
import { authorization } from './authorization.ts';
import { contradictingAuth, effectiveAuth, needsToken, tokenHeaders } from './effective-auth.ts';

/** What Envoy Gateway cannot do together, or not for this protocol. */
export function reportEnvoyProblems({ gateway, http, layer4 }: Routing, stage: Stage): void {
  const exposures = [...new Set([...http.flat().flatMap(({ plan }) => plan.exposures), ...layer4.map(({ exposure }) => exposure)])];
  reportRules(gateway.spec.auth, gateway.origin.path, gateway.intent.item, stage);
  for (const exposure of exposures) {
    reportAuth(exposure, gateway, stage);
    reportLimit(exposure, http, stage);
  }
}

function notTogether(item: Item, path: Path, message: string, fix: string, stage: Stage): void {
  stage.report(findingAt('GI0503', item, path, { message: `\`${formatPath(path)}\` ${message}`, fix }));
}

function reportRules(auth: Exposure['auth'], path: Path, item: Item, stage: Stage): void {
  for (const problem of auth === undefined ? [] : authorization(auth).unsayable)
    notTogether(
      item,
      [...path, 'auth', ...problem.path],
      `cannot be said to Envoy Gateway: ${problem.reason}`,
      'say it in another way, or enforce it at the backend: `enforceAt: Workload` with `selector`',
      stage,
    );
}

function reportAuth(exposure: Exposure, gateway: Gateway, stage: Stage): void {
  const { auth, intent, origin, family } = exposure;
  const effective = effectiveAuth(exposure, gateway);
  if (auth?.enforceAt !== 'Workload') reportRules(auth, origin.path, intent.item, stage);
  for (const field of contradictingAuth(exposure, gateway))
    notTogether(
      intent.item,
      [...origin.path, 'auth', field],
      `would take the place of \`auth.${field}\` of gateway "${gateway.key}"`,
      'say it in one of the two places',
      stage,
    );
  if (family === 'tls' && auth !== undefined && auth.enforceAt !== 'Workload')
    notTogether(
      intent.item,
      [...origin.path, 'auth'],
      'has no place on TLS that is passed through: SecurityPolicies attach to no TLSRoute',
      'let TLS end at the gateway, or use `enforceAt: Workload` with `selector`',
      stage,
    );
  if (effective !== undefined && tokensStay(effective))
    notTogether(
      auth?.jwt === undefined ? gateway.intent.item : intent.item,
      [...(auth?.jwt === undefined ? gateway : exposure).origin.path, 'auth', 'jwt'],
      'leaves the token in requests to the backend: Envoy Gateway takes no token out that is optional, or in a cookie or a parameter',
      'set `forwardOriginalToken: true`',
      stage,
    );
}

/** Tokens that the backend would see although nobody wants it to. */
function tokensStay(auth: NonNullable<Exposure['auth']>): boolean {
  const kept = (auth.jwt ?? []).filter(({ forwardOriginalToken }) => forwardOriginalToken !== true);
  const inHeaders = kept.every(({ fromParams, fromCookies }) => fromParams === undefined && fromCookies === undefined);
  return kept.length > 0 && (!inHeaders || (tokenHeaders(auth).length > 0 && !needsToken(auth)));
}

/** Envoy Gateway counts for each host and match on its own. */
function reportLimit(exposure: Exposure, http: Routing['http'], stage: Stage): void {
  if (exposure.rateLimit === undefined) return;
  const counted = http
    .flat()
    .flatMap(({ plan, rules }) =>
      rules
        .filter((rule) => rule.exposure === exposure)
        .flatMap((rule) => rule.matches.map(() => plan.hosts.length * Math.max(1, plan.listeners.length))),
    )
    .reduce((sum, size) => sum + size, 0);
  if (counted <= 1) return;
  notTogether(
    exposure.intent.item,
    [...exposure.origin.path, 'rateLimit'],
    `would count ${counted} times over: Envoy Gateway counts for each host, listener and match on its own`,
    'write an exposure for each host and path with the limit that it may have, or use provider `istio`',
    stage,
  );
}
