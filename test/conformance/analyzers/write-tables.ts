import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Row, table } from './report.ts';

const page = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/agreement.md');

/** Puts the measured tables between their marks in docs/agreement.md. */
export function writeTables(rows: readonly Row[], samples: string): void {
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, between(between(text, 'analyzers', table(rows)), 'samples', samples));
}

function between(text: string, mark: string, content: string): string {
  const [start, end] = [`<!-- measured: ${mark} -->`, `<!-- end: ${mark} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`docs/agreement.md has no marks "${start}" and "${end}"`);
  return `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`;
}
