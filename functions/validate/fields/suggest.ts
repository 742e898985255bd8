/** The name among the known ones that was most likely meant, or `undefined` where none is near. */
export function suggest(written: string, known: Iterable<string>): string | undefined {
  const plain = fold(written);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = name === written ? 0 : fold(name) === plain ? 0.5 : distanceOf(plain, fold(name));
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best !== undefined && best.distance <= Math.max(1, Math.floor(written.length / 3)) ? best.name : undefined;
}

/** Case, dashes and the plural are what people get wrong most often. */
const fold = (name: string): string => name.toLowerCase().replace(/[-_.]/g, '');

/** Letters to insert, delete, replace or swap. Names are short: longer ones than 64 are not compared. */
function distanceOf(left: string, right: string): number {
  if (left.length > 64 || right.length > 64 || Math.abs(left.length - right.length) > 8) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let least = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + cost);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[right.length] as number;
}
