import { linesOf, nextLine } from './lines.ts';
import { afterSpaces } from './plain-reader.ts';

/** A text with spaces put in, and where an offset into it is in the text that it was made from. */
export interface Indented {
  readonly text: string;
  readonly original: (offset: number) => number;
}

/** Spaces that go in before a character of the original text. */
interface Insertion {
  readonly at: number;
  readonly count: number;
}

/**
 * Go's reader does not mind where the further lines of a quoted or bracketed value begin; YAML 1.2 wants them deeper than the key. Spaces at their beginning mean nothing.
 * `undefined` where they all are deep enough.
 */
export function indentContinued(text: string): Indented | undefined {
  const insertions = insertionsOf(text);
  if (insertions.length === 0) return undefined;
  const pieces = insertions.map(({ at, count }, index) => ' '.repeat(count) + text.slice(at, insertions[index + 1]?.at));
  return { text: text.slice(0, insertions[0]?.at) + pieces.join(''), original: (offset) => originalOf(insertions, offset) };
}

function insertionsOf(text: string): Insertion[] {
  const lines = linesOf(text, 0, text.length);
  const insertions: Insertion[] = [];
  while (nextLine(lines)) {
    const { line, valueEnd } = lines;
    const from = text.indexOf('\n', Math.max(line.value, line.content));
    for (let at = from; at !== -1 && at + 1 < valueEnd; at = text.indexOf('\n', at + 1)) {
      const missing = line.column + 1 - (afterSpaces(text, at + 1) - (at + 1));
      if (missing > 0) insertions.push({ at: at + 1, count: missing });
    }
  }
  return insertions;
}

function originalOf(insertions: readonly Insertion[], offset: number): number {
  let before = 0;
  for (const { at, count } of insertions) {
    if (at + before >= offset) break;
    before += Math.min(count, offset - at - before);
  }
  return offset - before;
}
