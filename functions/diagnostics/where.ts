import { display } from '../krm/kube-object.ts';
import type { Diagnostic } from './diagnostic.ts';
import { formatPath } from './path.ts';
import { printable } from './printable.ts';

/** The page about a code. */
export const docsOf = (code: string): string => `docs/reference/rules/${code}.md`;

/** `file:line:column`, as far as it is known; the object where not even the file is. */
export function fileAndLine({ place, object }: Diagnostic): string | undefined {
  const { file, line, column } = place ?? {};
  if (file === undefined) return object === undefined ? undefined : printable(display(object));
  return printable([file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':'));
}

/** Object and field, where no line shows them: `GatewayIntent shop/shop, spec.gateways[0]`. */
export function objectAndField({ place, object, path }: Diagnostic): string | undefined {
  if (place?.line !== undefined) return undefined;
  const parts = [
    ...(object === undefined || place?.file === undefined ? [] : [display(object)]),
    ...(path?.length ? [formatPath(path)] : []),
  ];
  return parts.length === 0 ? undefined : printable(parts.join(', '));
}
