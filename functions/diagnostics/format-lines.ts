import type { Diagnostic } from './diagnostic.ts';
import { inOrder } from './in-order.ts';
import { printable } from './printable.ts';
import { fileAndLine, objectAndField } from './where.ts';

/** What a finding says on one line: place, what is wrong, how to mend it. */
export function oneLine(diagnostic: Diagnostic): string {
  const { message, fix } = diagnostic;
  const where = [fileAndLine(diagnostic), objectAndField(diagnostic)].filter((part) => part !== undefined).join(': ');
  return `${where === '' ? '' : `${where}: `}${printable(message)}${fix === undefined ? '' : `; ${printable(fix)}`}`;
}

/** Findings on one line each, for hosts that show nothing but standard error. */
export function formatLines(diagnostics: readonly Diagnostic[]): string {
  return inOrder(diagnostics)
    .map((diagnostic) => `${diagnostic.severity}: ${oneLine(diagnostic)} (${diagnostic.code})\n`)
    .join('');
}
