import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Item } from './item.ts';

/** What is wrong with the text of the items. Every item is parsed for it. */
export function problemsOf(items: readonly Item[]): readonly Diagnostic[] {
  // `problems` is known once the text has been read, which asking for it does.
  return items.flatMap(({ problems }) => problems ?? []);
}
