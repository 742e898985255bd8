import { linesOf, nextLine } from './lines.ts';
import { afterSpaces } from './plain-reader.ts';

/** The head of a literal or folded value that ends with a line break, behind anchors and tags. */
const blockHead = /^((?:[&!]\S* +)*[|>]\d?)\+?(\d?)(?=[ \t]*(?:#.*)?$)/;

/**
 * Ends the last line of a text. Where a literal value ends with the text, Go reads no line break at the end of the value: it must get none,
 * or the cluster would see another value.
 */
export function endLine(text: string, newline = '\n'): string {
  if (text === '' || text.endsWith('\n')) return text;
  const head = lastValue(text);
  const line = lineAt(text, head);
  const isOpen = blockHead.test(line) && isContent(text, head);
  const ended = isOpen ? text.slice(0, head) + line.replace(blockHead, '$1-$2') + text.slice(head + line.length) : text;
  return ended + newline;
}

const lineAt = (text: string, at: number): string => /^[^\r\n]*/.exec(text.slice(at))?.[0] ?? '';

/** Where the last value of a text begins. */
function lastValue(text: string): number {
  const lines = linesOf(text, 0, text.length);
  while (nextLine(lines));
  const { colon, content, value } = lines.line;
  return colon !== -1 && value !== -1 ? value : content;
}

/** Whether the last line belongs to the block whose head is at an offset: comments behind it stand further to the left. */
function isContent(text: string, head: number): boolean {
  const column = (at: number) => afterSpaces(text, at) - at;
  const first = /^[^\n]*\n(?:[ \t]*\r?\n)*/.exec(text.slice(head))?.[0].length;
  const last = text.lastIndexOf('\n') + 1;
  return first !== undefined && /\S/.test(text.slice(last)) && column(last) >= column(head + first);
}
