import { folderOf } from './folder-of.ts';
import type { Item } from './item.ts';

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');

/** Whether the host told in which file an item is, so that it will write files. */
export const hasFile = ({ source }: Item): boolean => source.file !== undefined && source.line === undefined;

/** Every path that is given to a new object has this folder. */
const folder = 'generated/';

/** The file of a new object, beside that of its intent: `generated/<intent>/<kind>-<name>.yaml`. */
export function generatedPath({ id }: Item, intent: Item): string {
  const beside = hasFile(intent) ? folderOf(intent.source.file ?? '') : '';
  const namespace = id.namespace === undefined || id.namespace === intent.id.namespace ? '' : `${slug(id.namespace)}/`;
  return `${beside}${folder}${slug(intent.id.name)}/${namespace}${slug(id.kind)}-${slug(id.name)}`;
}

const keyOf = (packagePath: string | undefined, path: string): string => `${packagePath ?? ''}\0${path}`;

/** Finds paths that no item has, and takes them. */
export function pathTaker(items: readonly Item[]): (path: string, packagePath: string | undefined) => string {
  // Where an item is takes a look at all of its lines, and most are elsewhere.
  const near = items.filter((item) => item.slice?.includes(folder) !== false);
  const taken = new Set(near.map(({ source }) => keyOf(source.packagePath, source.file ?? '')));
  return (path, packagePath) => {
    let free = `${path}.yaml`;
    for (let number = 2; taken.has(keyOf(packagePath, free)); number++) free = `${path}-${number}.yaml`;
    taken.add(keyOf(packagePath, free));
    return free;
  };
}
