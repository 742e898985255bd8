import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Item } from './item.ts';

/** What a host sends on stdin, kept so that it can be written back byte for byte. */
export interface ResourceList {
  readonly apiVersion: string;
  /** The KRM objects in the order they came; members of a `kind: List` follow their List. Repeats of one file position are left out. */
  readonly items: readonly Item[];
  readonly functionConfig: Item | undefined;
  /** Results of functions that ran before. */
  readonly results: readonly unknown[];
  /** How the text was laid out, for `writeResourceList` alone. */
  readonly layout: Layout;
}

export interface Layout {
  /** The keys of the list with everything that stands around them, in order; that of `items` ends before the first entry. */
  readonly sections: readonly { readonly key: string; readonly text: string }[];
  /** The entries of `items`, their dashes and comments included; those that are no objects have no item. With their places in the text, where they stand there. */
  readonly entries: readonly { readonly slice: string; readonly offset: number | undefined; readonly item: Item | undefined }[];
  readonly text: string;
  /** Column of the dashes. */
  readonly indent: number;
  readonly newline: '\n' | '\r\n';
}

/** What came of reading something: the value where there is one, and every mistake in it. */
export interface Reading<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
