import type { Path } from '../../diagnostics/path.ts';

/** What is wrong with a patch, at a path below `patch` or `operations`. */
export interface PatchProblem {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

export type ReportProblem = (problem: PatchProblem) => void;
