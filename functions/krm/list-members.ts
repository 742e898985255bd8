import { withoutDash } from './dedent.ts';
import { isMap } from './is-map.ts';
import type { Item } from './item.ts';
import type { KubeObject } from './kube-object.ts';
import { objectIdOf } from './object-id.ts';
import { entriesByLine, splitList } from './split-list.ts';

/** The objects of a `kind: List` as items of their own. They share its file and are found in it by their place. */
export function membersOf(list: Item, values: readonly unknown[]): Item[] {
  const texts = textsOf(list.text ?? '', values.length);
  return values.flatMap((value, position) => {
    const known = isMap(value) ? objectIdOf(value) : undefined;
    if (known === undefined || 'missing' in known) return [];
    const object = value as KubeObject;
    return [{ id: known.id, text: texts[position], object, problems: [], source: list.source, list: { item: list, position } }];
  });
}

/** The text of every member; none where the list is not written as a block. */
function textsOf(text: string, count: number): readonly string[] {
  const split = splitList(text, 0, text.length, entriesByLine);
  if (split?.items.length !== count) return [];
  return split.items.map(({ start, end }) => withoutDash(text.slice(start, end)));
}
