/**
 * Whether a name is another one with one word of it mistyped: letters swapped, or one letter inside too many, too few or wrong. Names that differ in the
 * first or last letter of a word, or in a digit, are mostly names of two things: `team-a` and `team-b`, `shop` and `shops`.
 */
export function isTypo(name: string, meant: string): boolean {
  const [one, other] = [name.toLowerCase(), meant.toLowerCase()];
  if (one === other) return name !== meant;
  const [words, others] = [one.split(/[-._]/), other.split(/[-._]/)];
  if (words.length !== others.length) return false;
  const wrong = words.flatMap((word, index) => (word === others[index] ? [] : [[word, others[index] ?? ''] as const]));
  const [pair, ...more] = wrong;
  return pair !== undefined && more.length === 0 && isMistyped(...pair);
}

function isMistyped(one: string, other: string): boolean {
  if (one.length === other.length) {
    const differing = [...one].filter((letter, index) => letter !== other[index]).join('');
    if (/\d/.test(differing)) return false;
    return (one.length > 3 && sorted(one) === sorted(other)) || isOneLetterWrong(one, other, differing);
  }
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.length - short.length === 1 && (short.length > 4 || isDoubledOnce(short, long)) && isOneLetterLess(short, long);
}

const sorted = (word: string): string => [...word].sort().join('');

function isOneLetterWrong(one: string, other: string, differing: string): boolean {
  return one.length > 5 && differing.length === 1 && !/\d/.test(other) && one.at(0) === other.at(0) && one.at(-1) === other.at(-1);
}

/** `loby` for `lobby`. */
const isDoubledOnce = (short: string, long: string): boolean =>
  short.length > 3 &&
  [...long].some((letter, index) => letter === long[index + 1] && long.slice(0, index) + long.slice(index + 1) === short);

function isOneLetterLess(short: string, long: string): boolean {
  const at = [...short].findIndex((letter, index) => letter !== long[index]);
  return at > 0 && /[a-z]/.test(long[at] ?? '') && short.slice(at) === long.slice(at + 1);
}
