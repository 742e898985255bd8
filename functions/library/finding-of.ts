import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { inOrder } from '../diagnostics/in-order.ts';
import { formatPath } from '../diagnostics/path.ts';
import type { Finding } from '../library.ts';

/** Findings in the order in which the program tells them. */
export const findingsOf = (diagnostics: readonly Diagnostic[]): Finding[] => inOrder(diagnostics).map(findingOf);

function findingOf({ code, severity, message, why, fix, object, path, place }: Diagnostic): Finding {
  const { file, line, column } = place ?? {};
  return {
    code,
    severity,
    message,
    why,
    fix,
    object: object && { apiVersion: object.apiVersion, kind: object.kind, namespace: object.namespace, name: object.name },
    path: path?.length ? formatPath(path) : undefined,
    source: file === undefined ? undefined : { file, line, column },
  };
}
