import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Origin } from '../krm/item.ts';
import type { Made } from './made.ts';

/** A change to an object that no intent owns: made where the object is in the package, told to the user otherwise. */
export interface Prerequisite {
  /** Why it is needed. */
  readonly reason: string;
  readonly kind: PrerequisiteKind;
  /** The fields that must be so: a merge patch. */
  readonly patch: object;
  readonly origin: Origin;
}

/** What must change: the mesh's own resource, in its Istio configuration (`meshConfig` or Helm `values`), a namespace, a Service, or a GatewayClass. */
export type PrerequisiteKind =
  | { readonly target: 'meshConfig' }
  | { readonly target: 'istioValues' }
  | { readonly target: 'object'; readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string };

/** What builders hand over besides objects. */
export interface Stage {
  readonly report: (diagnostic: Diagnostic) => void;
  readonly require: (prerequisite: Prerequisite) => void;
}

/** What became of a model. */
export interface Expansion {
  readonly made: readonly Made[];
  readonly prerequisites: readonly Prerequisite[];
  readonly diagnostics: readonly Diagnostic[];
}
