import type { Diagnostic } from '../../functions/diagnostics/diagnostic.ts';
import { formatPath } from '../../functions/diagnostics/path.ts';
import { expand } from '../../functions/expand/expand.ts';
import type { Made } from '../../functions/expand/made.ts';
import type { Expansion } from '../../functions/expand/stage.ts';
import type { Model } from '../../functions/intent/model.ts';
import { readIntents } from '../../functions/intent/read.ts';
import { resolve } from '../../functions/intent/resolve/resolve.ts';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';

/** What intents and hand-written objects become before anything is patched. */
export interface Package {
  readonly items: readonly Item[];
  readonly model: Model;
  readonly expansion: Expansion;
}

/** Reads and expands the documents of a file; mistakes in them fail the test. */
export function packageOf(text: string, file = 'package.yaml'): Package {
  const { value: items = [], diagnostics: unreadable } = parseFile(file, Buffer.from(text));
  const { intents, diagnostics: wrong } = readIntents(items, '1.0.0');
  const { model, diagnostics: unresolved } = resolve(intents, items);
  const expansion = expand(model, items);
  const errors = [...unreadable, ...wrong, ...unresolved, ...expansion.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return { items, model, expansion };
}

/** An intent with one gateway and one host, and what is added to its `spec`. */
export const shop = (spec: string, { name = 'shop', namespace = 'shop' } = {}): string => `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  gateways:
  - name: public
    deployment: {replicas: {min: 2, max: 2}}
  expose:
  - hosts: [shop.example.com]
    to: frontend:8080
${spec
  .split('\n')
  .map((line) => (line === '' ? '' : `  ${line}`))
  .join('\n')}`;

export function objectOf(made: readonly Made[], kind: string, name: string): KubeObject {
  const found = made.find(({ object }) => object.kind === kind && object.metadata.name === name);
  if (found === undefined)
    throw new Error(`no ${kind} ${name} among ${made.map(({ object }) => `${object.kind} ${object.metadata.name}`).join(', ')}`);
  return found.object;
}

/** `CODE line: path: message`, for comparing with what is expected. */
export const linesOf = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, message, path, place }) => `${code} ${place?.line}: ${formatPath(path ?? [])}: ${message}`);
