import { groupBy } from '../../krm/group-by.ts';
import { memo } from '../../mesh/lazy.ts';
import type { World } from '../rule.ts';
import { isTypo } from '../syntax/typo.ts';

/** Something that a reference may mean. */
export interface Namesake {
  readonly name: string;
  readonly namespace: string;
}

/**
 * What a reference to nothing most likely means: something of nearly its name where it looks, or of its name in a namespace of nearly that name. Nothing
 * where something of the very name may be anywhere: references to other packages are no mistakes. `all` is kept by whoever asks, and the same at every call.
 */
export function nearNamesake(world: World, kind: string, { name, namespace }: Namesake, all: readonly Namesake[]): Namesake | undefined {
  const { byName, namespaces, nearIn } = indexOf(all);
  const same = byName.get(name) ?? [];
  const found =
    same.length > 0
      ? namespaces.has(namespace)
        ? undefined
        : same.find((other) => isTypo(namespace, other.namespace))
      : nearIn(namespace)(name);
  return found === undefined || world.doubtful.some(({ id }) => id.kind === kind && id.name === name) ? undefined : found;
}

interface Index {
  readonly byName: ReadonlyMap<string, readonly Namesake[]>;
  readonly namespaces: ReadonlySet<string>;
  readonly nearIn: (namespace: string) => (name: string) => Namesake | undefined;
}

const indexes = new WeakMap<readonly Namesake[], Index>();

function indexOf(all: readonly Namesake[]): Index {
  const known = indexes.get(all);
  if (known !== undefined) return known;
  const byNamespace = groupBy(all, ({ namespace }) => namespace);
  const made = {
    byName: groupBy(all, ({ name }) => name),
    namespaces: new Set(byNamespace.keys()),
    nearIn: memo((namespace: string) => nearAmong(byNamespace.get(namespace) ?? [])),
  };
  indexes.set(all, made);
  return made;
}

/** Names by all of their words but one, which is the one that may be mistyped. */
function nearAmong(names: readonly Namesake[]): (name: string) => Namesake | undefined {
  const byOthers = new Map<string, Namesake[]>();
  for (const entry of names)
    for (const key of othersOf(entry.name)) {
      const list = byOthers.get(key);
      if (list) list.push(entry);
      else byOthers.set(key, [entry]);
    }
  return memo((name: string) => {
    const candidates = othersOf(name).flatMap((key) => byOthers.get(key) ?? []);
    return candidates.find((other) => Math.abs(other.name.length - name.length) < 2 && isTypo(name, other.name));
  });
}

function othersOf(name: string): readonly string[] {
  const words = name.toLowerCase().split(/[-._]/);
  return words.map((_, index) => [...words.slice(0, index), '*', ...words.slice(index + 1)].join('-'));
}
