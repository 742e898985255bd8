import { defaultGateway } from './default-gateway.ts';
import type { AnalyzerCase, Expectations } from './expectations.ts';
import { askForCodes } from './ours.ts';
import { undecidable } from './undecidable.ts';

/** What differs in one case, as `code object`. */
export interface JudgedCase {
  readonly name: string;
  readonly expected: readonly string[];
  /** Expected, and not found although the files count as the whole cluster. */
  readonly missed: readonly string[];
  /** Expected, and not found while there may be more in the cluster than in the files. */
  readonly missedInFiles: readonly string[];
  /** Found, and not expected. */
  readonly extra: readonly string[];
}

/** Only the codes of the case's own analyzer count: the files are not meant for others. */
export function judgeCase({ name, analyzer, files, meshConfig, expected }: AnalyzerCase, { codesOf }: Expectations): JudgedCase {
  const codes = new Set([...codesOf(analyzer)].filter((code) => !undecidable.has(code)));
  const wanted = [...new Set(expected.filter(({ code }) => codes.has(code)).map(({ code, object }) => `${code} ${object}`))];
  if (codes.size === 0) return { name, expected: [], missed: [], missedInFiles: [], extra: [] };
  const besides = defaultGateway();
  const whole = askForCodes({ files, meshConfig, complete: true, besides }, codes, analyzer);
  const open = askForCodes({ files, meshConfig, complete: false, besides }, codes, analyzer);
  return {
    name,
    expected: wanted,
    missed: wanted.filter((entry) => !whole.has(entry)),
    missedInFiles: wanted.filter((entry) => !open.has(entry)),
    extra: [...new Set([...whole, ...open])].filter((entry) => !wanted.includes(entry)),
  };
}
