const compiled = new Map<string, RegExp>();

/** An upstream pattern as a RegExp; a leading `(?i)` makes it blind to case. Kept, because few patterns serve many values. */
export function patternOf(source: string): RegExp {
  const before = compiled.get(source);
  if (before !== undefined) return before;
  const blind = source.startsWith('(?i)');
  const pattern = new RegExp(blind ? source.slice(4) : source, blind ? 'i' : '');
  compiled.set(source, pattern);
  return pattern;
}
