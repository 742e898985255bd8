import type { Diagnostic } from './diagnostic.ts';
import { inOrder } from './in-order.ts';
import { formatPath } from './path.ts';
import { docsOf } from './where.ts';

/** Findings for other programs: an array of objects with the same keys always, those without a value left out. */
export function formatJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(inOrder(diagnostics).map(entry), null, 2)}\n`;
}

function entry({ code, severity, message, fix, object, path, place, upstream }: Diagnostic): object {
  const { file, line, column } = place ?? {};
  return {
    code,
    severity,
    message,
    fix,
    object: object && { apiVersion: object.apiVersion, kind: object.kind, namespace: object.namespace, name: object.name },
    path: path?.length ? formatPath(path) : undefined,
    source: file === undefined ? undefined : { file, line, column },
    upstream: upstream?.length ? upstream : undefined,
    docs: docsOf(code),
  };
}
