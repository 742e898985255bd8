import type { Route } from '../../intent/model.ts';
import type { HTTPMatch } from './http-match.ts';
import { escapeRegex } from './string-match.ts';

/** A part of a route whose matches need the same change of the path. */
export interface Piece {
  readonly matches: readonly HTTPMatch[];
  readonly rewrite: { readonly uri?: string; readonly uriRegexRewrite?: { readonly match: string; readonly rewrite: string } };
  readonly redirect: { readonly uri?: string; readonly prefixRewrite?: string } | undefined;
}

/**
 * How Istio changes the path. A replaced prefix is written as an expression, so that neither `//x` nor an empty path comes out; a redirect
 * that replaces a prefix has no expression in Istio and is split into the path itself and what is below it.
 */
export function pathRewrites(route: Route, matches: readonly HTTPMatch[]): Piece[] {
  const { rewrite, action } = route;
  if (action.kind === 'redirect' && action.redirect.prefix !== undefined) return redirected(action.redirect.prefix, matches);
  if (rewrite?.path !== undefined)
    return [{ matches, rewrite: { uriRegexRewrite: { match: '^.*$', rewrite: substitution(rewrite.path) } }, redirect: undefined }];
  if (rewrite?.regex !== undefined)
    return [
      { matches, rewrite: { uriRegexRewrite: { match: rewrite.regex.pattern, rewrite: rewrite.regex.substitution } }, redirect: undefined },
    ];
  if (rewrite?.prefix !== undefined) return replaced(rewrite.prefix, matches);
  return [{ matches, rewrite: {}, redirect: undefined }];
}

/** A backslash has a meaning in the replacement. */
const substitution = (text: string): string => text.replaceAll('\\', '\\\\');

/** The prefix that a match stands for: of `/api` and `/api/` alike `/api`; `''` where every path fits. */
const prefixOf = ({ uri }: HTTPMatch): string => (uri?.exact ?? uri?.prefix ?? '').replace(/\/$/, '');

function replaced(replacement: string, matches: readonly HTTPMatch[]): Piece[] {
  const target = replacement.replace(/\/+$/, '');
  const prefixes = [...new Set(matches.length === 0 ? [''] : matches.map(prefixOf))];
  return prefixes.map((prefix) => ({
    matches: matches.filter((match) => prefixOf(match) === prefix),
    rewrite: {
      uriRegexRewrite:
        target === ''
          ? { match: `^${escapeRegex(prefix)}/?`, rewrite: '/' }
          : { match: `^${escapeRegex(prefix)}`, rewrite: substitution(target) },
    },
    redirect: undefined,
  }));
}

function redirected(replacement: string, matches: readonly HTTPMatch[]): Piece[] {
  const target = replacement.replace(/\/+$/, '');
  const exact = matches.filter(({ uri }) => uri?.exact !== undefined);
  const below = matches.filter(({ uri }) => uri?.exact === undefined);
  const pieces: Piece[] = [];
  if (exact.length > 0) pieces.push({ matches: exact, rewrite: {}, redirect: { uri: target === '' ? '/' : target } });
  if (below.length > 0 || matches.length === 0) pieces.push({ matches: below, rewrite: {}, redirect: { prefixRewrite: `${target}/` } });
  return pieces;
}
