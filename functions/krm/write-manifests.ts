import { endLine } from './end-line.ts';
import { functionKey, isHostAnnotation, legacyFunctionKey, localConfigKey } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { Item } from './item.ts';
import { itemText } from './item-text.ts';
import { digestAnnotation } from './ownership.ts';
import { stripAnnotations } from './strip-annotations.ts';

/** Groups of objects that no cluster knows. */
const clientSide = /^(?:gatewayintent\.dev|kpt\.dev|kustomize\.config\.k8s\.io|config\.kubernetes\.io)\//;

/** Objects that others need before they can be applied. */
const firstKinds: readonly string[] = ['Namespace', 'CustomResourceDefinition'];

const isUnwanted = (key: string): boolean => key === digestAnnotation || isHostAnnotation(key);
const hasUnwanted = /(?:config\.kubernetes\.io|config\.k8s\.io|internal\.kpt\.dev|gatewayintent\.dev\/digest)/;
const isForClients = /config\.kubernetes\.io\/(?:local-config|function)|config\.k8s\.io\/function/;

/** Whether an item is for tools and not for a cluster: intents, Kptfiles, kustomizations, configuration of functions. */
export function isLocal(item: Item): boolean {
  if (clientSide.test(item.id.apiVersion)) return true;
  const text = item.slice ?? item.text;
  if (text !== undefined && !isForClients.test(text)) return false;
  const annotations: unknown = item.object.metadata?.annotations;
  if (!isMap(annotations)) return false;
  const local = annotations[localConfigKey];
  return (
    (local !== undefined && String(local) !== 'false') ||
    annotations[functionKey] !== undefined ||
    annotations[legacyFunctionKey] !== undefined
  );
}

/** The items as a stream for `kubectl apply` or Argo CD; nothing where there is nothing for a cluster. Text that people wrote stays as it is. */
export function writeManifests(items: readonly Item[]): string {
  const texts = inOrder(wholeItems(items)).map(manifestText);
  return texts.join('---\n');
}

/** What is written: a List in whole, or its members where some of them are not for a cluster. */
function wholeItems(items: readonly Item[]): Item[] {
  const mixed = new Set(items.flatMap((item) => (item.list !== undefined && isLocal(item) ? [item.list.item] : [])));
  return items.filter((item) => !isLocal(item) && !mixed.has(item) && (item.list === undefined || mixed.has(item.list.item)));
}

/** Namespaces and definitions first, the others in their order. */
function inOrder(items: readonly Item[]): Item[] {
  const first = firstKinds.flatMap((kind) => items.filter(({ id }) => id.kind === kind));
  return [...first, ...items.filter(({ id }) => !firstKinds.includes(id.kind))];
}

function manifestText(item: Item): string {
  const text = itemText(item);
  const stripped = hasUnwanted.test(text) ? stripAnnotations(text, isUnwanted) : text;
  return endLine(stripped);
}
