import type { ValueMatch } from '../generated/gateway-intent.ts';
import type { Match } from '../model.ts';

/** Whether every request that fits `b` fits `a` too, as far as the two can be compared; expressions are compared as text. */
export function covers(a: Match | undefined, b: Match | undefined): boolean {
  return (
    coversPath(a?.path, b?.path) &&
    (a?.method === undefined || a.method === b?.method) &&
    (a?.port === undefined || a.port === b?.port) &&
    coversValues(a?.headers, b?.headers, true) &&
    coversValues(a?.withoutHeaders, b?.withoutHeaders, true) &&
    coversValues(a?.cookies, b?.cookies, false) &&
    coversValues(a?.queryParams, b?.queryParams, false)
  );
}

const isAny = (path: Match['path']): boolean => path === undefined || path.regex === '.*' || path.regex === '/.*';

/** Paths that can cover others are looked up by this, because every pair of thousands of routes takes too long. */
export function pathKey(path: Match['path']): string {
  if (path === undefined || isAny(path)) return '';
  if (path.exact !== undefined) return `exact ${path.exact}`;
  return path.regex === undefined ? `prefix ${path.prefix}` : `regex ${path.regex}`;
}

/** The keys of all paths that may cover a path. */
export function wideKeys(path: Match['path']): string[] {
  if (path === undefined) return [''];
  if (path.regex !== undefined) return [...new Set(['', pathKey(path)])];
  const whole = path.exact ?? path.prefix ?? '';
  const ends = [...whole.matchAll(/\//g)].map(({ index }) => index).filter((index) => index > 0);
  const prefixes = [...new Set([...ends.map((end) => whole.slice(0, end)), whole])].map((prefix) => `prefix ${prefix}`);
  return ['', ...prefixes, ...(path.exact === undefined ? [] : [`exact ${path.exact}`])];
}

function coversPath(a: Match['path'], b: Match['path']): boolean {
  if (a === undefined || isAny(a)) return true;
  if (b === undefined) return false;
  if (a.exact !== undefined) return a.exact === b.exact;
  if (a.regex !== undefined) return a.regex === b.regex;
  const path = b.exact ?? b.prefix;
  return path !== undefined && (path === a.prefix || path.startsWith(`${a.prefix}/`));
}

/** Every condition of `a` follows from one of `b`. Header names have no case. */
function coversValues(a: readonly ValueMatch[] | undefined, b: readonly ValueMatch[] | undefined, foldCase: boolean): boolean {
  const name = (match: ValueMatch): string => (foldCase ? match.name.toLowerCase() : match.name);
  return (a ?? []).every((wide) => (b ?? []).some((narrow) => name(wide) === name(narrow) && coversValue(wide, narrow)));
}

function coversValue(wide: ValueMatch, narrow: ValueMatch): boolean {
  if (Boolean(wide.not) !== Boolean(narrow.not)) return false;
  const [a, b] = wide.not ? [narrow, wide] : [wide, narrow];
  if (a.present) return true;
  if (a.exact !== undefined) return a.exact === b.exact;
  if (a.regex !== undefined) return a.regex === b.regex;
  return (b.exact ?? b.prefix)?.startsWith(a.prefix as string) ?? false;
}
