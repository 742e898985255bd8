/**
 * Whether a word is another one with letters swapped or with one letter too many or too few inside. Names that differ in their last letter, or
 * in a digit, are mostly names of two things: `team-a` and `team-b`, `shop` and `shops`.
 */
export function isTypo(word: string, meant: string): boolean {
  const [one, other] = [word.toLowerCase(), meant.toLowerCase()];
  if (one === other) return word !== meant;
  if (one.length === other.length) return one.length > 3 && sorted(one) === sorted(other) && !/\d/.test(differing(one, other));
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.length - short.length === 1 && short.length > 4 && isOneLetterLess(short, long);
}

const sorted = (word: string): string => [...word].sort().join('');

const differing = (one: string, other: string): string => [...one].filter((letter, index) => letter !== other[index]).join('');

function isOneLetterLess(short: string, long: string): boolean {
  const at = [...short].findIndex((letter, index) => letter !== long[index]);
  return at > 0 && /[a-z]/.test(long[at] ?? '') && short.slice(at) === long.slice(at + 1);
}
