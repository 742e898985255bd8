import { formatPath, type Path } from '../../diagnostics/path.ts';
import type { Auth } from '../../intent/generated/gateway-intent.ts';
import type { Facts } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Stage } from '../stage.ts';
import { accessRule, type Condition, type ConditionContext, conditionsOf, forbidden } from './access-conditions.ts';
import { authorizationProvider } from './authorization-provider.ts';
import { inPlaces } from './in-places.ts';
import { without } from './preflights.ts';
import type { Scope } from './scope.ts';

/** The AuthorizationPolicies of an `auth`; its tokens are read by a RequestAuthentication that is made elsewhere. */
export function accessPolicies(auth: Auth, scope: Scope, facts: Facts, stage: Stage): KubeObject[] {
  const context = { namespace: scope.intentNamespace, trustDomain: facts.trustDomain, ipField: scope.ipField };
  const rules = (auth.rules ?? []).map((rule) => ({ action: rule.action, conditions: conditionsOf(rule, context) }));
  const allowed = rules.filter(({ action }) => action === 'ALLOW').map(({ conditions }) => conditions);
  const open = (conditions: readonly Condition[]) => without(scope.preflights, conditions);
  const denied = [
    ...tokensNeeded(auth).flatMap(open),
    ...denials(auth, context),
    ...rules.filter(({ action }) => action === 'DENY').map(({ conditions }) => conditions),
  ];
  const turned = scope.shared ? turnedRound(allowed, scope, stage) : [];
  const deny = [...denied, ...turned.flatMap(open)].flatMap((conditions) => inPlaces(conditions, scope, stage));
  const callers: Condition[] = scope.callers ? [{ part: 'source', field: 'principals', negated: false, values: scope.callers }] : [];
  const allow = scope.shared ? [] : allowed.flatMap((conditions) => inPlaces([...callers, ...conditions], scope, stage));
  return [
    ...policy(scope.name, 'DENY', deny, scope),
    ...policy(deny.length > 0 ? `${scope.name}-allow` : scope.name, 'ALLOW', allow, scope),
    ...external(auth, scope, facts, stage),
  ];
}

function tokensNeeded({ jwt = [] }: Auth): Condition[][] {
  const issuers = [...new Set(jwt.map(({ issuer }) => `${issuer}/*`))];
  const needed = jwt.length > 0 && jwt.every(({ required }) => required !== false);
  return needed ? [[{ part: 'source', field: 'requestPrincipals', negated: true, values: issuers }]] : [];
}

/** Tokens for others, and addresses. */
function denials({ jwt = [], allowIPs, denyIPs }: Auth, { ipField }: ConditionContext): Condition[][] {
  return [
    ...foreignAudiences(jwt),
    ...(allowIPs ? [[{ part: 'source', field: ipField, negated: true, values: allowIPs } as const]] : []),
    ...(denyIPs ? [[{ part: 'source', field: ipField, negated: false, values: denyIPs } as const]] : []),
  ];
}

/**
 * A proxy takes a token that any RequestAuthentication of its pods takes: one that another host asks for, of the same issuer but for somebody else, is valid
 * here, too, unless its audience is looked at again.
 */
function foreignAudiences(jwt: NonNullable<Auth['jwt']>): Condition[][] {
  return [...groupBy(jwt, ({ issuer }) => issuer)]
    .filter(([, entries]) => entries.every(({ audiences = [] }) => audiences.length > 0))
    .map(([issuer, entries]) => [
      { part: 'source', field: 'requestPrincipals', negated: false, values: [`${issuer}/*`] },
      { part: 'when', field: 'request.auth.audiences', negated: true, values: entries.flatMap(({ audiences = [] }) => audiences) },
    ]);
}

function turnedRound(allowed: readonly (readonly Condition[])[], { origin }: Scope, stage: Stage): Condition[][] {
  if (allowed.length === 0) return [];
  const ways = forbidden(allowed);
  if (ways !== undefined) return ways;
  const path: Path = [...origin.path, 'auth', 'rules'];
  stage.report(
    findingAt('GI0220', origin.item, path, {
      message: `\`${formatPath(path)}\` cannot be said to a gateway that other hosts share: its ALLOW rules are too many, or demand and forbid the same field`,
      fix: 'simplify the rules, or enforce them at the backend: `enforceAt: Workload` with `selector`',
    }),
  );
  return [];
}

function policy(
  name: string,
  action: 'ALLOW' | 'DENY',
  rules: readonly (readonly Condition[])[],
  { namespace, target }: Scope,
): KubeObject[] {
  if (rules.length === 0) return [];
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name, namespace },
      spec: { ...target, action, rules: rules.map((conditions) => accessRule(conditions) as object) },
    },
  ];
}

function external({ extAuthz }: Auth, scope: Scope, facts: Facts, stage: Stage): KubeObject[] {
  if (extAuthz === undefined) return [];
  const { name, namespace, target } = scope;
  const { to = {}, unlessHeaders = [] } = extAuthz;
  const asked = conditionsOf({ to }, { namespace, trustDomain: '', ipField: scope.ipField });
  const unless = unlessHeaders.map(
    (header): Condition => ({ part: 'when', field: `request.headers[${header}]`, negated: true, values: ['*'] }),
  );
  const rules = without(scope.preflights, [...asked, ...unless])
    .flatMap((conditions) => inPlaces(conditions, scope, stage, true))
    .map((conditions) => accessRule(conditions) as object);
  if (rules.length === 0) return [];
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: `${name}-ext-authz`, namespace },
      spec: { ...target, action: 'CUSTOM', provider: { name: authorizationProvider(extAuthz, scope, facts, stage) }, rules },
    },
  ];
}
