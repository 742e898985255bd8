/** What a number of pods must be, where it is not: a whole number, or a percentage. */
export function numberOrPercentProblem(value: unknown): string | undefined {
  if (typeof value === 'number') return value < 0 ? `must not be negative: ${value}` : undefined;
  return typeof value !== 'string' || /^\d+%$/.test(value)
    ? undefined
    : `must be a whole number or a percentage, not ${JSON.stringify(value)}`;
}
