import type { Diagnostic, Severity } from './diagnostic.ts';
import { excerptLines } from './excerpt.ts';
import { inOrder } from './in-order.ts';
import { printable } from './printable.ts';
import { quote } from './quote.ts';
import { docsOf, fileAndLine, objectAndField } from './where.ts';

export interface TextOptions {
  readonly color?: boolean | undefined;
  /** Columns of the terminal; lines are not wrapped where there is none. */
  readonly columns?: number | undefined;
}

const colors: Readonly<Record<Severity | 'bold' | 'dim', number>> = { error: 31, warning: 33, info: 36, bold: 1, dim: 2 };

type Paint = (color: keyof typeof colors, text: string) => string;

const plain: Paint = (_, text) => text;
const painted: Paint = (color, text) => `\u001b[${colors[color]}m${text}\u001b[0m`;

/** Findings for people: place, severity, code, what is wrong, the line, why it hurts, how to mend it. Why and where to read more are told once for each code. */
export function formatText(diagnostics: readonly Diagnostic[], options: TextOptions = {}): string {
  const told = new Set<string>();
  const texts = inOrder(diagnostics).map((diagnostic) => {
    const isFirst = !told.has(diagnostic.code);
    told.add(diagnostic.code);
    return findingLines(diagnostic, isFirst, options);
  });
  return texts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function findingLines(diagnostic: Diagnostic, isFirst: boolean, { color, columns }: TextOptions): string[] {
  const paint = color ? painted : plain;
  const { code, name, severity, message, why, fix, place } = diagnostic;
  const where = fileAndLine(diagnostic);
  const field = objectAndField(diagnostic);
  const width = Math.max(40, columns ?? Number.POSITIVE_INFINITY);
  const labelled = (label: string, text: string | undefined) => (text === undefined ? [] : labelledLines(label, text, width, paint));
  return [
    `${where === undefined ? '' : `${paint('bold', where)}  `}${paint(severity, severity)} ${code} ${name}`,
    ...(field === undefined ? [] : [`  ${paint('dim', field)}`]),
    ...wrapped(printable(message), width - 2).map((line) => `  ${line}`),
    ...sourceLines(diagnostic, Math.min(width, 160), paint),
    ...labelled('found', place?.excerpt === undefined && diagnostic.found !== undefined ? quote(diagnostic.found) : undefined),
    ...labelled('why', isFirst ? why : undefined),
    ...labelled('fix', fix),
    ...labelled('docs', isFirst ? docsOf(code) : undefined),
  ];
}

function sourceLines({ place, severity }: Diagnostic, width: number, paint: Paint): string[] {
  const lines = place && excerptLines(place, width);
  if (lines === undefined) return [];
  const [text, carets] = lines;
  return [text, `${carets.slice(0, carets.indexOf('^'))}${paint(severity, carets.slice(carets.indexOf('^')))}`];
}

function labelledLines(label: string, text: string, width: number, paint: Paint): string[] {
  const lines = wrapped(printable(text), width - 8);
  return lines.map((line, index) => (index === 0 ? `  ${paint('dim', label.padEnd(5))} ${line}` : `        ${line}`));
}

/** Lines of at most `width` characters, broken at spaces; longer words are left whole. */
function wrapped(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
