import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Item } from './item.ts';

/** What a host sends on stdin, kept so that it can be written back byte for byte. */
export interface ResourceList {
  readonly apiVersion: string;
  /** The KRM objects in the order they came; members of a `kind: List` follow their List. Repeats of one file position are left out. */
  readonly items: readonly Item[];
  readonly functionConfig: Item | undefined;
  /** How the text was laid out, for `writeResourceList` alone. */
  readonly layout: Layout;
}

export interface Layout {
  /** Everything before the first item. */
  readonly header: string;
  /** Everything after the last item, without `results`. */
  readonly footer: string;
  /** The pieces between header and footer, one an element of `items`; those that are no objects have no item. */
  readonly slices: readonly { readonly text: string; readonly item: Item | undefined }[];
  /** Column of the list dashes, for new items. */
  readonly indent: number;
  readonly newline: '\n' | '\r\n';
}

/** What came of reading something: the value where there is one, and every mistake in it. */
export interface Reading<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
