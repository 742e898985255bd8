import type { Diagnostic, Severity } from './diagnostic.ts';
import { inOrder } from './in-order.ts';
import { printable } from './printable.ts';
import { objectAndField } from './where.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Findings as workflow commands, which GitHub shows beside the lines of a change. */
export function formatGithub(diagnostics: readonly Diagnostic[]): string {
  return inOrder(diagnostics).map(command).join('');
}

function command(diagnostic: Diagnostic): string {
  const { code, name, severity, message, why, fix, place } = diagnostic;
  const { file, line, column, length } = place ?? {};
  const properties = {
    file: file && printable(file),
    line,
    col: column,
    endColumn: column === undefined || length === undefined ? undefined : column + length,
    title: `${code} ${name}`,
  };
  const known = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]));
  const field = objectAndField(diagnostic);
  const lines = [field === undefined ? message : `${field}: ${message}`, ...(fix ? [`fix: ${fix}`] : []), ...(why ? [`why: ${why}`] : [])];
  return `::${commands[severity]} ${known.join(',')}::${data(lines.map(printable).join('\n'))}\n`;
}
