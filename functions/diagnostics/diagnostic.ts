import type { ObjectId } from '../krm/kube-object.ts';
import type { Path } from './path.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A place in a file. Line and column are 1-based and are either known or absent, never guessed. */
export interface Place {
  readonly file?: string | undefined;
  /** Position of the document in its file, counted from 0. */
  readonly index?: number | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Length of the value in its line, for the carets. */
  readonly length?: number | undefined;
  /** The text of that line. */
  readonly excerpt?: string | undefined;
}

/** One thing to tell the user. Mistakes of users are values of this type and are never thrown. */
export interface Diagnostic {
  /** `GI` and four digits, forever. */
  readonly code: string;
  /** The code's name in kebab-case. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong: one line, values in double quotes, fields in backticks. */
  readonly message: string;
  /** Why it hurts. */
  readonly why?: string | undefined;
  /** How to mend it: an imperative that the user can follow. */
  readonly fix?: string | undefined;
  readonly object?: ObjectId | undefined;
  readonly path?: Path | undefined;
  readonly place?: Place | undefined;
  /** The value at `path`, when it is not in the message already. Never set for anything secret. */
  readonly found?: unknown;
  /** The value that mends it, where there is exactly one. */
  readonly proposed?: unknown;
  /** Codes of other tools that mean the same, such as IST0132 or KIA1104. */
  readonly upstream?: readonly string[] | undefined;
}
