import type { Diagnostic } from '../../functions/diagnostics/diagnostic.ts';
import { expand } from '../../functions/expand/expand.ts';
import type { Prerequisite } from '../../functions/expand/stage.ts';
import { readIntents } from '../../functions/intent/read.ts';
import { resolve } from '../../functions/intent/resolve/resolve.ts';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';

export interface Expanded {
  readonly objects: readonly KubeObject[];
  readonly prerequisites: readonly Prerequisite[];
  /** Of reading, resolving and expanding, in this order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What becomes of documents in YAML, as far as the providers. */
export function expandText(text: string): Expanded {
  const { value = [], diagnostics } = parseFile('intent.yaml', new TextEncoder().encode(text));
  return expandItems(value, diagnostics);
}

/** What becomes of the spec of one intent. */
export function expandSpec(spec: object): Expanded {
  const object: KubeObject = {
    apiVersion: 'gatewayintent.dev/v1alpha1',
    kind: 'GatewayIntent',
    metadata: { name: 'shop', namespace: 'shop' },
    spec,
  };
  const { apiVersion, kind, metadata } = object;
  return expandItems([{ id: { apiVersion, kind, ...metadata }, text: undefined, object, source: {} }]);
}

function expandItems(items: readonly Item[], parsed: readonly Diagnostic[] = []): Expanded {
  const { intents, diagnostics: read } = readIntents(items, '0.0.0');
  const { model, diagnostics: resolved } = resolve(intents, items);
  const { made, prerequisites, diagnostics } = expand(model, items);
  const written = made.map(({ object }) => JSON.parse(JSON.stringify(object)) as KubeObject);
  return { objects: written, prerequisites, diagnostics: [...parsed, ...read, ...resolved, ...diagnostics] };
}

/** The objects of a kind. */
export const ofKind = ({ objects }: Expanded, kind: string): KubeObject[] => objects.filter((object) => object.kind === kind);

/** The only object of a kind; with a name where there are several. */
export function theOnly(expanded: Expanded, kind: string, name?: string): KubeObject {
  const found = ofKind(expanded, kind).filter(({ metadata }) => name === undefined || metadata.name === name);
  if (found.length !== 1)
    throw new Error(
      `${found.length} objects of kind ${kind} ${name ?? ''}: ${expanded.objects.map((object) => `${object.kind}/${object.metadata.name}`).join(', ')}`,
    );
  return found[0] as KubeObject;
}

/** Codes and paths of the errors. */
export const errorsOf = ({ diagnostics }: Expanded): string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
