import type { Item, Origin, PatchedField } from '../krm/item.ts';
import type { KubeObject } from '../krm/kube-object.ts';

/** An object that a provider made, the field that it follows from, and the intents that share it. */
export interface Made {
  readonly object: KubeObject;
  readonly origin: Origin;
  readonly owners: readonly Item[];
  /** The fields that patches changed. */
  readonly patchedBy?: readonly PatchedField[];
}

/** The map, or nothing where it has no entries: empty maps are not written. */
export function unlessEmpty<T extends object>(value: T | undefined): T | undefined {
  return value !== undefined && Object.keys(value).length > 0 ? value : undefined;
}
