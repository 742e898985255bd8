import { folderOf } from '../../krm/folder-of.ts';
import type { Item } from '../../krm/item.ts';
import { identity } from '../../krm/kube-object.ts';
import { lazy } from '../../mesh/lazy.ts';
import { isNeverApplied } from '../doubtful.ts';
import { perWorld } from '../per-world.ts';

/**
 * Whether two objects are not meant to be applied together, as far as files can tell. A repository often holds the same cluster several
 * times: a folder for each environment, a file for each step of an example. Where two folders or files hold the same object they are
 * alternatives, and what else lies in the one does not meet what lies in the other. Objects that say no namespace get theirs from whoever
 * applies their folder, so that those of two folders seldom meet.
 */
export const alternatives = perWorld((world): ((a: Item, b: Item) => boolean) => {
  if (world.complete) return () => false;
  const variants = lazy(() => variantsIn([...world.items, ...world.doubtful]));
  return (a, b) => {
    if (a.source.file === b.source.file) return false;
    if (isAdrift(a, b) || areTestData(a, b)) return true;
    const parting = partingOf(a, b);
    if (parting === undefined) return false;
    const find = variants();
    return find(parting[0]) === find(parting[1]);
  };
});

/** Gives folders and files that hold the same object one name. */
function variantsIn(items: readonly Item[]): (key: string) => string {
  const leader = new Map<string, string>();
  const find = (key: string): string => {
    const next = leader.get(key);
    return next === undefined || next === key ? key : find(next);
  };
  const last = new Map<string, Item>();
  for (const item of items) {
    if (isNeverApplied(item)) continue;
    const key = identity(item.id);
    const before = last.get(key);
    const parting = before && partingOf(before, item);
    if (parting !== undefined) leader.set(find(parting[0]), find(parting[1]));
    last.set(key, item);
  }
  return find;
}

/** Files that tests apply, each for itself. An environment may be called `test`. */
function areTestData(a: Item, b: Item): boolean {
  const isTestData = ({ origin, source }: Item) =>
    origin === undefined && /(?:^|\/)(?:tests|testdata|e2e|fixtures|__tests__)\//.test(source.file ?? '');
  return isTestData(a) && isTestData(b);
}

/** Without a namespace, and neither in one folder nor one below the other. What is made here goes where it is told to. */
function isAdrift(a: Item, b: Item): boolean {
  if (a.origin !== undefined || b.origin !== undefined) return false;
  const [left, right] = [a.id.namespace, b.id.namespace];
  if (left !== undefined && right !== undefined) return false;
  if (left !== right) return true;
  const [upper, lower] = [folderOf(a.source.file ?? ''), folderOf(b.source.file ?? '')];
  return !upper.startsWith(lower) && !lower.startsWith(upper);
}

/** The folders or files at which the ways to two files part; nothing for one file. */
function partingOf(a: Item, b: Item): readonly [string, string] | undefined {
  const left = a.source.file?.split('/');
  const right = b.source.file?.split('/');
  if (left === undefined || right === undefined) return undefined;
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 || right[at] === undefined ? undefined : [left.slice(0, at + 1).join('/'), right.slice(0, at + 1).join('/')];
}
