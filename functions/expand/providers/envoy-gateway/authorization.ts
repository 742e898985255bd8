import type { AccessRule, Auth } from '../../../intent/generated/gateway-intent.ts';
import { requestExpression } from './request-expression.ts';
import { tokenPrincipals } from './token-principals.ts';

/** What cannot be said to Envoy Gateway: where, and why. */
export interface Unsayable {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** `authorization` of a SecurityPolicy: the first rule that fits decides, so denials come first. */
export function authorization(auth: Auth): { readonly spec: object | undefined; readonly unsayable: readonly Unsayable[] } {
  const { allowIPs, denyIPs, rules = [] } = auth;
  const made = rules.map((rule, index) => ({ rule, index, ...ruleOf(rule, auth) }));
  const denials = made.filter(({ rule }) => rule.action === 'DENY').flatMap(({ entries }) => entries);
  const allowed = made.filter(({ rule }) => rule.action === 'ALLOW');
  const closed = allowed.length > 0 || allowIPs !== undefined;
  const entries = [
    ...(denyIPs === undefined ? [] : [{ action: 'Deny', principal: { clientCIDRs: denyIPs.map(cidr) } }]),
    ...denials,
    ...allowed.flatMap((one) => one.entries),
    ...(allowed.length === 0 && allowIPs !== undefined ? [{ action: 'Allow', principal: { clientCIDRs: allowIPs.map(cidr) } }] : []),
  ];
  return {
    spec: entries.length === 0 ? undefined : { defaultAction: closed ? 'Deny' : 'Allow', rules: entries },
    unsayable: made.flatMap(({ index, problem }) =>
      problem === undefined ? [] : [{ path: ['rules', index, ...problem.path], reason: problem.reason }],
    ),
  };
}

/** An address as a range. */
export const cidr = (range: string): string => (range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`);

const everybody = ['0.0.0.0/0', '::/0'];

function ruleOf(rule: AccessRule, auth: Auth): { readonly entries: readonly object[]; readonly problem?: Unsayable } {
  const { from = {}, action } = rule;
  const allowed = action === 'ALLOW' ? auth.allowIPs : undefined;
  if (allowed !== undefined && from.ipBlocks !== undefined)
    return { entries: [], problem: { path: ['from', 'ipBlocks'], reason: 'together with `allowIPs` it asks for two ranges at once' } };
  const tokens = tokenPrincipals(rule, auth);
  if (tokens === undefined)
    return {
      entries: [],
      problem: {
        path: rule.claims === undefined ? ['from', 'requestPrincipals'] : ['claims'],
        reason: 'it must name exact values of tokens that `jwt` accepts',
      },
    };
  const ranges = (from.ipBlocks ?? allowed)?.map(cidr);
  const cel = requestExpression(rule);
  const entry = (jwt: object | undefined): object => ({
    action: action === 'ALLOW' ? 'Allow' : 'Deny',
    principal:
      ranges === undefined && jwt === undefined
        ? cel === undefined
          ? { clientCIDRs: everybody }
          : undefined
        : { clientCIDRs: ranges, jwt },
    cel,
  });
  return { entries: tokens.length === 0 ? [entry(undefined)] : tokens.map(entry) };
}
