import type { World } from '../rule.ts';
import { isTypo } from '../syntax/typo.ts';

/** Something that a reference may mean. */
export interface Namesake {
  readonly name: string;
  readonly namespace: string;
}

/**
 * What a reference to nothing most likely means: something of nearly its name where it looks, or of its name in a namespace of nearly that name. Nothing
 * where something of the very name may be anywhere: references to other packages are no mistakes.
 */
export function nearNamesake(world: World, kind: string, { name, namespace }: Namesake, all: readonly Namesake[]): Namesake | undefined {
  if (world.doubtful.some(({ id }) => id.kind === kind && id.name === name)) return undefined;
  const same = all.filter((other) => other.name === name);
  if (same.length > 0)
    return all.some((other) => other.namespace === namespace) ? undefined : same.find((other) => isTypo(namespace, other.namespace));
  return all.find((other) => other.namespace === namespace && isTypo(name, other.name));
}
