import { hollow } from './additions.ts';
import { additionsSince } from './additions-since.ts';
import { isMap } from './is-map.ts';
import type { Item } from './item.ts';
import type { KubeObject } from './kube-object.ts';
import { bare, candidatesIn, digestOf } from './owned-object.ts';

/** An object of ours as it was made, and those of its intents that are not there. */
export interface AsMade {
  readonly object: KubeObject;
  readonly missing: readonly string[];
}

/**
 * Functions such as kpt's set-namespace move whole packages: our objects, and the intents that they name by the old namespace. Where the fingerprint fits once the
 * namespace is put back, nothing else was changed: it is no edit, and the moved intents are the owners. `known` are the keys of the intents that are there.
 */
export function asMade({ id: { namespace }, object }: Item, owners: readonly string[], known: ReadonlySet<string>): AsMade {
  const missing = owners.filter((owner) => !known.has(owner));
  const isMoved = (owner: string) => known.has(`${namespace}/${nameOf(owner)}`);
  const before = namespace === undefined ? undefined : movedBack(object, namespace, missing.filter(isMoved).map(namespaceOf));
  return before === undefined ? { object, missing } : { object: before, missing: missing.filter((owner) => !isMoved(owner)) };
}

const namespaceOf = (owner: string): string => owner.slice(0, owner.indexOf('/'));
const nameOf = (owner: string): string => owner.slice(owner.indexOf('/') + 1);

function movedBack(written: KubeObject, namespace: string, candidates: readonly string[]): KubeObject | undefined {
  const digest = digestOf(written);
  if (digest === undefined) return undefined;
  const additions = candidatesIn(bare(written), hollow(bare(written)));
  const restored = candidates.map((from) => (value: KubeObject) => withNamespace(value, namespace, from) as KubeObject);
  return restored.find((restore) => additionsSince(restore(bare(written)), digest, additions) !== undefined)?.(written);
}

/** The value with another namespace in the fields that hold one. */
function withNamespace(value: unknown, namespace: string, other: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => withNamespace(entry, namespace, other));
  if (isMap(value))
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withNamespace(entry, namespace, other, name)]));
  return key === 'namespace' && value === namespace ? other : value;
}
