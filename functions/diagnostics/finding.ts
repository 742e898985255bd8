import { type Code, type CodeName, codes } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

const table: ReadonlyMap<string, Code> = new Map(codes.map((code) => [code.code, code]));

/** The case at hand; `severity`, `why` and `fix` only where this case differs from the table. */
export type Case = Pick<Diagnostic, 'message'> & Partial<Omit<Diagnostic, 'code' | 'name' | 'message'>>;

/** A diagnostic of a code in the table: `finding('GI0003', { message, place })`. */
export function finding(code: CodeName, found: Case): Diagnostic {
  const { name, severity, why, fix } = table.get(code) as Code;
  return { code, name, severity, why, fix, ...found };
}
