import type { ValueMatch } from '../../intent/generated/gateway-intent.ts';
import type { Match } from '../../intent/model.ts';
import { cookieRegex } from '../istio-api/cookies.ts';
import { escapeRegex } from '../istio-api/string-match.ts';

export interface NamedMatch {
  readonly name: string;
  readonly type?: 'RegularExpression';
  readonly value: string;
}

/** An entry of `matches` of an HTTPRoute rule. */
export interface HTTPMatch {
  readonly path?: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string };
  readonly method?: string;
  readonly headers?: readonly NamedMatch[];
  readonly queryParams?: readonly NamedMatch[];
}

/** A match of a route; an empty one fits every request. Cookies are matched in their header, as one cookie among several. */
export function httpMatch(match: Match | undefined): HTTPMatch {
  const { method, headers = [], queryParams = [], cookies = [] } = match ?? {};
  const path = pathMatch(match?.path);
  const named = [
    ...headers.map(namedMatch),
    ...(cookies.length > 0 ? [{ name: 'Cookie', type: 'RegularExpression', value: cookieRegex(cookies) } as const] : []),
  ];
  return {
    ...(path === undefined ? {} : { path }),
    ...(method === undefined ? {} : { method }),
    ...(named.length > 0 ? { headers: named } : {}),
    ...(queryParams.length > 0 ? { queryParams: queryParams.map(namedMatch) } : {}),
  };
}

function pathMatch(path: Match['path']): HTTPMatch['path'] {
  if (path?.exact !== undefined) return { type: 'Exact', value: path.exact };
  if (path?.regex !== undefined) return { type: 'RegularExpression', value: path.regex };
  return path?.prefix === undefined ? undefined : { type: 'PathPrefix', value: path.prefix };
}

/** The Gateway API knows exact values and expressions for the whole value. */
function namedMatch({ name, exact, prefix, regex }: ValueMatch): NamedMatch {
  if (exact !== undefined) return { name, value: exact };
  return { name, type: 'RegularExpression', value: prefix === undefined ? (regex ?? '.*') : `${escapeRegex(prefix)}.*` };
}

export const fitsEverything = (match: HTTPMatch): boolean => Object.keys(match).length === 0;
