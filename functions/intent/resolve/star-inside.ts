/**
 * Whether a pattern of an access rule has a star that stands for itself: it means anything only alone, or at one of the ends. Templates with braces have rules of
 * their own: https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
function hasStarInside(pattern: string): boolean {
  if (pattern.includes('{') || pattern === '*') return false;
  const rest = pattern.startsWith('*') ? pattern.slice(1) : pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
  return rest.includes('*');
}

/** Those of a list that would fit less than they look like. One that a prefix beside it covers does no harm. */
export const oddPatterns = (list: readonly string[]): string[] =>
  list.filter((one) => hasStarInside(one) && !list.some((other) => isPrefix(other) && one.startsWith(other.slice(0, -1))));

const isPrefix = (pattern: string): boolean => pattern.endsWith('*') && !hasStarInside(pattern);
