import type { Item, Origin, PatchedField } from './item.ts';
import type { KubeObject } from './kube-object.ts';

/** An object made from the field `origin` of an intent. `owners` are all intents that share it, the one of `origin` among them. */
export function generatedItem(object: KubeObject, origin: Origin, owners: readonly Item[] = [], patchedBy?: readonly PatchedField[]): Item {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const id = namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
  return { id, text: undefined, object, source: {}, origin, owners: owners.length > 0 ? owners : [origin.item], patchedBy };
}
