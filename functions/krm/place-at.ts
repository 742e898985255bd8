import type { Place } from '../diagnostics/diagnostic.ts';
import type { Source } from './item.ts';

/** A position in a text → a place. Line and column are left out where the source has no line: then they are not the user's. */
export function placeAt(text: string, source: Source, offset: number, length: number, isSecret = false): Place {
  const { file, index, line, margin = 0 } = source;
  const where = { ...(file === undefined ? {} : { file }), ...(index === undefined ? {} : { index }) };
  if (line === undefined) return where;
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const excerpt = text.slice(start, newline === -1 ? undefined : newline).replace(/\r$/, '');
  const column = offset - start + 1;
  const fitting = Math.max(1, Math.min(length, excerpt.length - column + 1));
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) lines++;
  const shown = ' '.repeat(margin) + excerpt;
  return { ...where, line: line + lines, column: column + margin, length: fitting, ...(isSecret ? {} : { excerpt: shown }) };
}
