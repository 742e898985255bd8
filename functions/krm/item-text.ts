import { commentsOf, noComments } from './comments.ts';
import { formatObject } from './format-object.ts';
import type { Item } from './item.ts';

/** The text of an item as a document: as it came, or written with the comments of the text it replaces. */
export function itemText({ text, object, replaces }: Item): string {
  if (text !== undefined) return text;
  return formatObject(object, replaces?.text === undefined ? noComments : commentsOf(replaces.text, replaces.object));
}
