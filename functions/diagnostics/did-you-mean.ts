/** The candidate that a word was most likely meant to be, by the number of letters that are wrong, missing, added or swapped; case does not count. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) current.push(cell(rows, current, a, b, row, column));
    rows.push(current);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cell(rows: readonly number[][], current: readonly number[], a: string, b: string, row: number, column: number): number {
  const above = rows[row - 1] as number[];
  const same = a[row - 1] === b[column - 1];
  const cheapest = Math.min(
    (above[column] as number) + 1,
    (current[column - 1] as number) + 1,
    (above[column - 1] as number) + (same ? 0 : 1),
  );
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return swapped ? Math.min(cheapest, ((rows[row - 2] as number[])[column - 2] as number) + 1) : cheapest;
}
