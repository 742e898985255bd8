import { ownText } from './own-text.ts';

/** A key in a column, as it was read before: the same few follow each other in all manifests. */
export interface KnownKey {
  readonly name: string;
  readonly column: number;
  /** How a line with this key begins, the line feed before it and the colon included. */
  readonly lead: string;
  /** The key of the line that followed the last time. */
  next: KnownKey | undefined;
}

const byColumn: Map<string, KnownKey>[] = [];
const most = 10_000;
let count = 0;

/** What is known of a key in a column; `undefined` where it was not read before. */
export const knownKey = (name: string, column: number): KnownKey | undefined => byColumn[column]?.get(name);

/** Keeps a key that needs no closer look when it is met again. */
export function keepKey(name: string, column: number): KnownKey {
  const own = ownText(name);
  const key: KnownKey = { name: own, column, lead: `\n${' '.repeat(column)}${own}:`, next: undefined };
  while (byColumn.length <= column) byColumn.push(new Map());
  if (count++ < most) byColumn[column]?.set(own, key);
  return key;
}
