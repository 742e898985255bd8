import type { Match } from '../model.ts';

/** What the order of routes looks at, most important first; higher wins. */
function rank(match: Match | undefined): readonly number[] {
  const { exact, regex, prefix } = match?.path ?? {};
  return [
    exact !== undefined ? 3 : regex !== undefined ? 2 : 1,
    (exact ?? regex ?? prefix ?? '').length,
    match?.method === undefined ? 0 : 1,
    (match?.headers?.length ?? 0) + (match?.cookies?.length ?? 0) + (match?.withoutHeaders?.length ?? 0),
    match?.queryParams?.length ?? 0,
  ];
}

/**
 * The order in which a host's matches are tried: exact paths, then regular expressions (longer first), then prefixes (longest first), then a method,
 * then more header and cookie conditions, then more query conditions. 0: the order written decides.
 */
export function compareMatches(a: Match | undefined, b: Match | undefined): number {
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (right[at] as number) - (left[at] as number);
}
