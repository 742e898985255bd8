import type { Diagnostic } from './diagnostic.ts';
import { inOrder } from './in-order.ts';
import { toldFields } from './told-fields.ts';
import { docsOf } from './where.ts';

/** Findings for other programs: an array of objects with the same keys always, those without a value left out. */
export function formatJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(inOrder(diagnostics).map(entry), null, 2)}\n`;
}

function entry(found: Diagnostic): object {
  const { code, severity, message, fix, upstream } = found;
  return {
    code,
    severity,
    message,
    fix,
    ...toldFields(found),
    upstream: upstream?.length ? upstream : undefined,
    docs: docsOf(code),
  };
}
