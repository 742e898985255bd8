import type { Case } from '../case.ts';
import type { ApiServer } from '../judges/api-server.ts';
import type { Mesh } from '../judges/mesh.ts';

/** The programs that run for all cases. They are started when the first verdict needs them. */
export interface Programs {
  apiServer(): Promise<ApiServer>;
  /** Lends a miniature Istio to `use`; nobody else uses it meanwhile. */
  withMesh<T>(use: (mesh: Mesh) => Promise<T>): Promise<T>;
}

/** Something that a judge says of a case. */
export interface Message {
  /** One line: the object or the request, and what is said of it. */
  readonly text: string;
  /** More lines for the reader of a failure. */
  readonly details?: readonly string[];
}

export interface VerdictResult {
  readonly messages: readonly Message[];
  /** What was looked at, as it is printed: `9 objects`. */
  readonly covered: string;
  /** The case has nothing that this judge could judge; it is told apart from a verdict that all is well. */
  readonly idle?: true;
}

/** What one judge says of a case. Every message fails the case unless the case expects it. */
export type Verdict = (subject: Case, programs: Programs) => Promise<VerdictResult>;
