import type { Diagnostic, Severity } from './diagnostic.ts';
import { formatPath } from './path.ts';

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

type Rank = readonly (string | number)[];

function rankOf({ severity, place, path, code }: Diagnostic): Rank {
  const field = formatPath(path ?? []);
  return [ranks[severity], place?.file ?? '', place?.index ?? 0, place?.line ?? 0, place?.column ?? 0, field, code];
}

function compare(left: Rank, right: Rank): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] as string | number;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** The worst first, then by file, position in the file and field. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ diagnostic, rank: rankOf(diagnostic) }))
    .sort((left, right) => compare(left.rank, right.rank))
    .map(({ diagnostic }) => diagnostic);
}
