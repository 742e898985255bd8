import { identity, type ObjectId } from './kube-object.ts';
import type { MadeObject } from './owned-object.ts';

/** The generated object of an identity. Few objects of a package have the name of a generated one, and only of these the identity is put together. */
export function madeLookup(made: ReadonlyMap<string, MadeObject>): (id: ObjectId) => MadeObject | undefined {
  const names = new Set([...made.values()].map(({ object }) => object.metadata.name));
  return (id) => (names.has(id.name) ? made.get(identity(id)) : undefined);
}
