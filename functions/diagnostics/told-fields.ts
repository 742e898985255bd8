import type { Diagnostic } from './diagnostic.ts';
import { formatPath } from './path.ts';

/** What a finding is about, as other programs read it: the object, the field as text, and the place in a file; absent where they are not known. */
export function toldFields({ object, path, place }: Diagnostic) {
  const { file, line, column } = place ?? {};
  return {
    object: object && { apiVersion: object.apiVersion, kind: object.kind, namespace: object.namespace, name: object.name },
    path: path?.length ? formatPath(path) : undefined,
    source: file === undefined ? undefined : { file, line, column },
  };
}
