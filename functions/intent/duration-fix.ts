/** The words for units of time that people write, by the unit. */
const words: readonly (readonly [unit: string, words: RegExp])[] = [
  ['ms', /^(?:ms|msecs?|milliseconds?)$/i],
  ['s', /^(?:|s|secs?|seconds?)$/i],
  ['m', /^(?:m|mins?|minutes?)$/i],
  ['h', /^(?:h|hrs?|hours?)$/i],
];

/** What to write for the duration that somebody means who writes `5`, `5 seconds` or `1 min`. */
export function durationFix(value: unknown): string | undefined {
  const [, count, word = ''] = /^([0-9]{1,7}) *([a-z]*)$/i.exec(`${value}`.trim()) ?? [];
  const unit = words.find(([, written]) => written.test(word))?.[0];
  const meant = `${count}${unit}`;
  return count === undefined || unit === undefined || meant === value ? undefined : `write "${meant}"`;
}
