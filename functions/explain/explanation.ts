import type { Where } from './where.ts';

/** What becomes of a request, as plain data: what `explain -o json` prints. */
export interface Explanation {
  readonly request: ExplainedRequest;
  /** `outside`, or the workload that sends it. */
  readonly from: string;
  readonly result: Result;
  /** Where it ends, in a few words: one text for every end. */
  readonly ends: readonly ExplainedEnd[];
  readonly way: ExplainedHop;
  /** What the files do not tell, and what the answer therefore rests on. */
  readonly restsOn: readonly string[];
}

/** `partly`: some of the requests are answered, and others are not. */
export type Result = 'reachable' | 'partly reachable' | 'not reachable' | 'unknown';

export interface ExplainedRequest {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clientIP: string | undefined;
}

export interface ExplainedEnd {
  /** Percent of the requests. */
  readonly share: number;
  readonly kind: 'answered' | 'redirected' | 'responded' | 'denied' | 'unreachable' | 'unknown';
  readonly text: string;
  readonly status: number | undefined;
  readonly because: string | undefined;
  readonly where: Where | undefined;
  /** The pods that answer. */
  readonly pods: string | undefined;
}

/** One proxy, or the place where the request ends. */
export interface ExplainedHop {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly onward: readonly Onward[];
  readonly end: ExplainedEnd | undefined;
}

/** One thing that was decided. */
export interface Step {
  readonly what: string;
  readonly verdict: 'yes' | 'no' | 'depends';
  readonly because: string;
  readonly where: Where | undefined;
  /** What else is done there: rewrites, timeouts, copies. */
  readonly also: readonly string[];
  /** What was considered and did not fit, the nearest first. */
  readonly not: readonly { readonly because: string; readonly where: Where | undefined }[];
  /** How many more did not fit. */
  readonly notShown: number;
  readonly restsOn: readonly string[];
}

export interface Onward {
  /** Percent of the requests that arrive at this proxy. */
  readonly share: number;
  /** `host:port`, with the subset. */
  readonly to: string | undefined;
  readonly next: ExplainedHop;
}
