import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findingAt } from './finding-at.ts';
import type { Item } from './item.ts';
import { display, identity } from './kube-object.ts';
import { isLocal } from './write-manifests.ts';

/** Objects that are written more than once among items that go to one cluster together. Packages of kpt are sets of their own. */
export function duplicateObjects(items: readonly Item[]): Diagnostic[] {
  const first = new Map<string, Item>();
  return items.flatMap((item) => {
    // The API server names it, or it is a List.
    if (item.id.name === '') return [];
    const key = identity(item.id);
    const before = first.get(key);
    if (before === undefined) first.set(key, item);
    // Most objects are written once: only then it takes a closer look.
    if (before === undefined || before.source.packagePath !== item.source.packagePath || isLocal(item) || isLocal(before)) return [];
    return [
      findingAt('GI0011', item, ['metadata', 'name'], { message: `${display(item.id)} is written twice: here and in ${placeOf(before)}` }),
    ];
  });
}

const placeOf = ({ source: { file, line, index } }: Item): string => {
  if (file === undefined) return 'another item';
  if (line !== undefined) return `${file}:${line}`;
  return index === undefined ? file : `${file} (document ${index})`;
};
