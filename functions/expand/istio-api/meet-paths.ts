/**
 * The paths that fit one pattern of each list, as patterns of an AuthorizationPolicy: exact, `prefix*`, `*suffix` or `*`. `undefined`: no patterns say it.
 */
export function meetPaths(left: readonly string[], right: readonly string[]): string[] | undefined {
  const met = left.flatMap((a) => right.map((b) => meet(a, b)));
  return met.includes(undefined) ? undefined : ([...new Set(met.filter((path) => path !== false))] as string[]);
}

const isPrefix = (pattern: string): boolean => pattern.endsWith('*') && !pattern.startsWith('*');
const isSuffix = (pattern: string): boolean => pattern.startsWith('*') && pattern.length > 1;
const isExact = (pattern: string): boolean => !pattern.includes('*') && !pattern.includes('{');

/** `false`: nothing fits both. */
function meet(a: string, b: string): string | false | undefined {
  if (a === b || b === '*') return a;
  if (a === '*') return b;
  if (a.includes('{') || b.includes('{')) return undefined;
  if (isExact(a)) return fits(a, b) && a;
  if (isExact(b)) return fits(b, a) && b;
  if (isPrefix(a) && isPrefix(b)) return a.length >= b.length ? fits(a, b) && a : fits(b, a) && b;
  return undefined;
}

function fits(path: string, pattern: string): boolean {
  if (isPrefix(pattern)) return path.startsWith(pattern.slice(0, -1));
  return isSuffix(pattern) ? path.endsWith(pattern.slice(1)) : path === pattern;
}
