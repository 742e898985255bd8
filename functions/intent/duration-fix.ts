/** The words for units of time that people write, by the unit. */
const words: readonly (readonly [unit: string, words: RegExp])[] = [
  ['ms', /^(?:ms|msecs?|milliseconds?)$/i],
  ['s', /^(?:|s|secs?|seconds?)$/i],
  ['m', /^(?:m|mins?|minutes?)$/i],
  ['h', /^(?:h|hrs?|hours?)$/i],
  ['d', /^(?:d|days?)$/i],
];

/** Units that the API has none for, or no fractions of: the next smaller one, and how many of it. */
const smaller: Readonly<Record<string, readonly [unit: string, count: number]>> = {
  s: ['ms', 1000],
  m: ['s', 60],
  h: ['m', 60],
  d: ['h', 24],
};

/** What to write for the duration that somebody means who writes `5`, `5 seconds`, `0.5s` or `1 day`. */
export function durationFix(value: unknown): string | undefined {
  const [, count, word = ''] = /^([0-9]{1,7}(?:\.[0-9]{1,3})?) *([a-z]*)$/i.exec(`${value}`.trim()) ?? [];
  const unit = words.find(([, written]) => written.test(word))?.[0];
  if (count === undefined || unit === undefined) return undefined;
  const [other, many] = smaller[unit] ?? [unit, 1];
  const isKept = unit !== 'd' && !count.includes('.');
  const meant = isKept ? `${count}${unit}` : `${Number(count) * many}${other}`;
  return meant === value || meant.includes('.') ? undefined : `write "${meant}"`;
}
