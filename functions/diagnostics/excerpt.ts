import type { Place } from './diagnostic.ts';

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const controls = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Columns that a text takes on a terminal. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0);
}

/** The line with the mistake and the line with carets below it, cut so that the mistake can be seen. */
export function excerptLines({ line, column, length = 1, excerpt }: Place, columns: number): readonly [string, string] | undefined {
  if (line === undefined || column === undefined || excerpt === undefined) return undefined;
  const number = String(line).padStart(4);
  const room = Math.max(20, columns - number.length - 3);
  const text = excerpt.replaceAll('\t', ' ').replaceAll(controls, '·');
  const start = column - 1;
  const from = text.length <= room || start < room - 8 ? 0 : start - Math.floor(room / 3);
  const shown =
    (from > 0 ? '…' : '') +
    text.slice(from > 0 ? from + 1 : 0, from + room - 1) +
    (text.length > from + room - 1 ? (text.length === from + room ? text.slice(-1) : '…') : '');
  const before = widthOf(shown.slice(0, start - from));
  const marked = widthOf(shown.slice(start - from, start - from + length));
  return [`${number} | ${shown}`, `${' '.repeat(number.length)} | ${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`];
}
