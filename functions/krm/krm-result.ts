import type { Severity } from '../diagnostics/diagnostic.ts';

/** One entry of `results` of a ResourceList, as the KRM Functions Specification has it. */
export interface KrmResult {
  readonly message: string;
  readonly severity: Severity;
  readonly resourceRef?: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly field?: { readonly path: string; readonly currentValue?: unknown; readonly proposedValue?: unknown };
  readonly file?: { readonly path: string; readonly index?: number };
  readonly tags?: Readonly<Record<string, string>>;
}
