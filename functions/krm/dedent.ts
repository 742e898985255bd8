import { firstKey } from './head.ts';
import { linesOf } from './lines.ts';

/** The text of a list entry as a document of its own: without its dash and margin. */
export function dedent(slice: string, start: number, column: number): string {
  if (column === 0) return slice;
  const margin = new RegExp(`^ {1,${column}}`, 'gm');
  const lineStart = slice.lastIndexOf('\n', start - 1) + 1;
  // A comment may stand behind the dash, and the first key on the next line.
  const dash = /^ *(?:- *)+/m.exec(slice);
  const isBefore = dash !== null && dash.index <= lineStart;
  const spaced = isBefore ? slice.slice(0, dash.index) + ' '.repeat(dash[0].length) + slice.slice(dash.index + dash[0].length) : slice;
  return spaced.replace(margin, '');
}

/** A list entry as a document of its own, whatever it holds, and the columns that were taken off. */
export function withoutDash(slice: string): { readonly text: string; readonly margin: number } {
  const lines = linesOf(slice, 0, slice.length);
  const { line } = lines;
  if (firstKey(lines)) return { text: dedent(slice, line.content, line.column), margin: line.column };
  const text = slice.replace(/^ *- */, '');
  return { text, margin: slice.length - text.length };
}
