import type { Path } from '../../diagnostics/path.ts';
import type { Item } from '../../krm/item.ts';
import { readEntry } from '../../krm/read-entry.ts';
import { type Change, changed } from '../edit/change.ts';
import { same } from '../edit/difference.ts';
import { editText } from '../edit/edit-text.ts';

/** The item that holds the text of an item: itself, or the List that it is a member of. */
const wholeItem = (item: Item): Item => item.list?.item ?? item;

/** The items of a package with changes made in the text of one of them: all else stays byte for byte. `undefined` where the text does not allow it. */
export function changeItem(items: readonly Item[], item: Item, changes: readonly Change[]): readonly Item[] | undefined {
  const whole = wholeItem(item);
  const prefix: Path = item.list === undefined ? [] : ['items', item.list.position];
  const placed = changes.map((change) => ({ ...change, path: [...prefix, ...change.path] }));
  const read = readChanged(whole, placed);
  const [first] = read;
  if (first === undefined || !same(first.object, changed(whole.object, placed))) return undefined;
  const at = items.indexOf(whole);
  const others = items.filter((other) => other !== whole && other.list?.item !== whole);
  return at === -1 ? undefined : others.toSpliced(items.slice(0, at).filter((other) => others.includes(other)).length, 0, ...read);
}

/** The changed item and, of a List, its members. Its lines are no longer those of the user's file. */
function readChanged({ slice, text = '', source }: Item, changes: readonly Change[]): readonly Item[] {
  const { line: _, ...place } = source;
  if (slice === undefined) return readEntry({ slice: editText(text, changes), inList: false, source: place, label: 'the document' }).items;
  const inEntry = changes.map((change) => ({ ...change, path: [0, ...change.path] }));
  return readEntry({ slice: editText(slice, inEntry), inList: true, source: place, label: 'the item' }).items;
}
