import type { AccessRule, Auth } from '../../../intent/generated/gateway-intent.ts';

/** Who a token is from, as a rule names it: one provider, and claims that must all hold. */
export interface TokenPrincipal {
  readonly provider: string;
  readonly claims: readonly { readonly name: string; readonly valueType?: 'StringArray'; readonly values: readonly string[] }[];
}

/** Name of the provider of an entry of `jwt`. */
export const providerName = (index: number): string => `jwt-${index + 1}`;

/** The most alternatives that a rule may become; beyond it nobody could read them. */
export const mostAlternatives = 32;

/**
 * The tokens that a rule asks for, as alternatives; none: no token is asked for. A rule of Envoy Gateway names one provider, and says for each claim
 * whether it is a text or a list. `undefined` where it cannot be said.
 */
export function tokenPrincipals({ from = {}, claims = {} }: AccessRule, auth: Auth): TokenPrincipal[] | undefined {
  const { requestPrincipals } = from;
  if (requestPrincipals === undefined && Object.keys(claims).length === 0) return [];
  const wanted = requestPrincipals ?? ['*'];
  const found = (auth.jwt ?? []).flatMap(({ issuer }, index) =>
    wanted.flatMap((principal) => {
      const subject = subjectOf(principal, issuer);
      return subject === undefined
        ? []
        : claimSets(claims).map((set): TokenPrincipal => ({ provider: providerName(index), claims: [...own(issuer, subject), ...set] }));
    }),
  );
  const globs = [...wanted.map((principal) => principal.replace(/^\*$|\/\*$/, '')), ...Object.values(claims).flat()].some((text) =>
    text.includes('*'),
  );
  return globs || found.length === 0 || found.length > mostAlternatives ? undefined : found;
}

/** The subject that a principal `issuer/subject` asks of tokens of an issuer: `*` for any, `undefined` where it is another issuer's. */
function subjectOf(principal: string, issuer: string): string | undefined {
  if (principal === '*') return '*';
  return principal.startsWith(`${issuer}/`) ? principal.slice(issuer.length + 1) : undefined;
}

const own = (issuer: string, subject: string): TokenPrincipal['claims'] => [
  { name: 'iss', values: [issuer] },
  ...(subject === '*' ? [] : [{ name: 'sub', values: [subject] }]),
];

/** Every way in which the claims can be texts or lists. */
function claimSets(claims: Readonly<Record<string, readonly string[]>>): TokenPrincipal['claims'][] {
  return Object.entries(claims).reduce<TokenPrincipal['claims'][]>(
    (sets, [name, values]) =>
      sets.length > mostAlternatives
        ? sets
        : sets.flatMap((set) => [
            [...set, { name, values }],
            [...set, { name, valueType: 'StringArray', values }],
          ]),
    [[]],
  );
}
