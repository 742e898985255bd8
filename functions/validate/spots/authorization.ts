import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, entries, isSet, list, rootOf, type Spot, text } from '../spot.ts';
import { type ConditionValues, valuesOfKey } from '../syntax/condition-key.ts';

/** An AuthorizationPolicy. */
export interface Policy {
  readonly spec: Spot;
  readonly action: string;
}

export const policies = perWorld((world): readonly Policy[] =>
  world.ofKind('security.istio.io', 'AuthorizationPolicy').map((item) => {
    const spec = at(rootOf(item), 'spec');
    return { spec, action: text(at(spec, 'action')) || 'ALLOW' };
  }),
);

/** One rule of a policy. */
export interface PolicyRule {
  readonly rule: Spot;
  readonly policy: Policy;
}

export const policyRules = perWorld((world): readonly PolicyRule[] =>
  policies(world).flatMap((policy) =>
    list(policy.spec, 'rules')
      .filter(isSet)
      .map((rule) => ({ rule, policy })),
  ),
);

export const sources = perWorld((world): readonly Spot[] =>
  policyRules(world).flatMap(({ rule }) =>
    list(rule, 'from')
      .map((from) => at(from, 'source'))
      .filter(isSet),
  ),
);

export const operations = perWorld((world): readonly Spot[] =>
  policyRules(world).flatMap(({ rule }) =>
    list(rule, 'to')
      .map((to) => at(to, 'operation'))
      .filter(isSet),
  ),
);

export const conditions = perWorld((world): readonly Spot[] => policyRules(world).flatMap(({ rule }) => list(rule, 'when').filter(isSet)));

/** The values of the fields of a source or an operation, with their contraries: `principals` and `notPrincipals`. */
export function valuesOf(spot: Spot, ...names: readonly string[]): readonly Spot[] {
  return names.flatMap(withContrary).flatMap((name) => entries(at(spot, name)));
}

/** The values of the conditions whose key has values of this kind. */
export function conditionValues(world: World, kind: ConditionValues): readonly Spot[] {
  return conditions(world)
    .filter((condition) => valuesOfKey(text(at(condition, 'key'))) === kind)
    .flatMap((condition) => [...list(condition, 'values'), ...list(condition, 'notValues')]);
}

export const withContrary = (name: string): readonly string[] => [name, `not${name.charAt(0).toUpperCase()}${name.slice(1)}`];

export const sourceFields = [
  'principals',
  'requestPrincipals',
  'namespaces',
  'serviceAccounts',
  'trustDomains',
  'ipBlocks',
  'remoteIpBlocks',
];
export const operationFields = ['hosts', 'methods', 'paths', 'ports'];
