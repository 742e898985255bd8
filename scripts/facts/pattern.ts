/**
 * Upstream writes its patterns for an engine that never backtracks. These two parts take exponential time in one that does, and are
 * replaced by equal ones that do not.
 */
const equals: readonly (readonly [string, string])[] = [
  ['[!-~]+([\\t ]?[!-~]+)*', '[!-~]+([\\t ][!-~]+)*'],
  ['(([\\w-]+\\.?)+)?[\\w-]+', '[\\w-]+(\\.[\\w-]+)*'],
  ['[:cntrl:]', '\\x00-\\x1f\\x7f'],
];

/** The same pattern in the words of JavaScript; a leading `(?i)` stays, for whoever compiles it. */
export function pattern(source: string): string {
  const plain = equals.reduce((text, [from, to]) => text.replaceAll(from, to), source);
  const blind = plain.replace(/^\^?\(\?i\)/, (found) => found.replace('(?i)', ''));
  new RegExp(blind);
  return blind === plain ? plain : `(?i)${blind}`;
}
