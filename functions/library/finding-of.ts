import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { inOrder } from '../diagnostics/in-order.ts';
import { toldFields } from '../diagnostics/told-fields.ts';
import type { Finding } from '../library.ts';

/** Findings in the order in which the program tells them. */
export const findingsOf = (diagnostics: readonly Diagnostic[]): Finding[] => inOrder(diagnostics).map(findingOf);

function findingOf(found: Diagnostic): Finding {
  const { code, severity, message, why, fix } = found;
  return { code, severity, message, why, fix, ...toldFields(found) };
}
