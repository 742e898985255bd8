import type { Item } from '../../krm/item.ts';
import { identity } from '../../krm/kube-object.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { perWorld } from '../per-world.ts';

/**
 * Whether two objects are never meant to be applied together. A repository often holds the same cluster several times: a folder for
 * each environment, a file for each step of an example. Where two folders or files hold the same object they are alternatives, and
 * what else lies in the one does not meet what lies in the other.
 */
export const alternatives = perWorld((world): ((a: Item, b: Item) => boolean) => {
  const leader = new Map<string, string>();
  const find = (key: string): string => {
    const next = leader.get(key);
    return next === undefined || next === key ? key : find(next);
  };
  for (const same of groupBy(world.items, ({ id }) => identity(id)).values()) {
    for (const [index, item] of same.slice(1).entries()) {
      const parting = partingOf(same[index] as Item, item);
      if (parting !== undefined) leader.set(find(parting[0]), find(parting[1]));
    }
  }
  return (a, b) => {
    const parting = leader.size === 0 ? undefined : partingOf(a, b);
    return parting !== undefined && find(parting[0]) === find(parting[1]);
  };
});

/** The folders or files at which the ways to two files part; nothing for one file. */
function partingOf(a: Item, b: Item): readonly [string, string] | undefined {
  const left = a.source.file?.split('/');
  const right = b.source.file?.split('/');
  if (left === undefined || right === undefined) return undefined;
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 || right[at] === undefined ? undefined : [left.slice(0, at + 1).join('/'), right.slice(0, at + 1).join('/')];
}
