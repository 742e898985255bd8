import type { HostName } from '../../hosts/host-name.ts';
import type { Field } from '../field.ts';
import type { Labels } from '../inventory/labels.ts';
import type { Loose } from '../loose.ts';
import type { StringMatch } from './string-match.ts';

/** One entry of `http` in a VirtualService, or what a rule of a Gateway API route becomes. */
export interface HttpRule {
  readonly name: string;
  /** Alternatives; none: everything. */
  readonly matches: readonly HttpMatch[];
  readonly redirect: Redirect | undefined;
  readonly directResponse: DirectResponse | undefined;
  readonly destinations: readonly Destination[];
  readonly delegate: { readonly name: string; readonly namespace: string; readonly field: Field } | undefined;
  readonly rewrite: Rewrite | undefined;
  readonly headers: HeaderOperations | undefined;
  readonly timeout: string | undefined;
  readonly retries: Loose | undefined;
  readonly fault: Loose | undefined;
  readonly mirrors: readonly Mirror[];
  readonly cors: Loose | undefined;
  readonly field: Field;
  /** The rule of the root VirtualService that delegates to this one. */
  readonly root: HttpRule | undefined;
}

/** One entry of `match`. All that is set must hold. */
export interface HttpMatch {
  readonly name: string;
  readonly uri: StringMatch | undefined;
  readonly ignoreUriCase: boolean;
  readonly scheme: StringMatch | undefined;
  readonly method: StringMatch | undefined;
  readonly authority: StringMatch | undefined;
  readonly headers: ReadonlyMap<string, StringMatch>;
  readonly withoutHeaders: ReadonlyMap<string, StringMatch>;
  readonly queryParams: ReadonlyMap<string, StringMatch>;
  /** Number of the Gateway server's port, or of the Service's port in the mesh; 0 for any. */
  readonly port: number;
  readonly sourceLabels: Labels;
  readonly sourceNamespace: string;
  /** `namespace/name` or `mesh`. */
  readonly gateways: readonly string[];
  readonly field: Field;
}

export interface Destination {
  /** Full name; `''` where a Gateway API backend does not resolve. */
  readonly host: HostName;
  readonly subset: string;
  /** 0 where it is left to the Service or the listener. */
  readonly port: number;
  readonly weight: number;
  readonly headers: HeaderOperations | undefined;
  readonly field: Field;
}

export interface Mirror {
  readonly destination: Destination;
  /** 0 to 100. */
  readonly percent: number;
}

export interface Redirect {
  readonly scheme: string;
  readonly authority: string;
  readonly path: { readonly kind: 'full' | 'prefix'; readonly value: string } | undefined;
  readonly port: number | 'request' | 'protocol' | undefined;
  readonly code: number;
  readonly field: Field;
}

export interface DirectResponse {
  readonly status: number;
  readonly body: string;
  readonly field: Field;
}

export interface Rewrite {
  readonly uri: string;
  readonly authority: string;
  readonly regex: { readonly match: string; readonly substitution: string } | undefined;
  readonly field: Field;
}

/** What is done to headers, in the order in which Envoy does it: remove, set, add. */
export interface HeaderOperations {
  readonly request: HeaderChange;
  readonly response: HeaderChange;
  readonly field: Field;
}

export interface HeaderChange {
  readonly set: ReadonlyMap<string, string>;
  readonly add: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}
