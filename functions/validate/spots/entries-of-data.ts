import type { Item } from '../../krm/item.ts';
import { isPlaceholderText } from '../placeholder.ts';
import { at, isSet, keysOf, rootOf, type Spot, text } from '../spot.ts';

/** One entry of a Secret or a ConfigMap. */
export interface DataEntry {
  /** The field in which it is written. */
  readonly spot: Spot;
  /** What pods read; every character is one byte. */
  readonly content: string;
  /** Something is put in before it is applied, so that nobody knows the content. */
  readonly isFilledInLater: boolean;
}

/** An entry by its key. What is written under `stringData` of a Secret replaces what is under `data`. */
export function dataEntry(item: Item, key: string): DataEntry | undefined {
  const root = rootOf(item);
  const isSecret = item.id.kind === 'Secret';
  // `null` stands for an empty text there, and for no entry under `data`.
  const plain = isSecret ? keysOf(at(root, 'stringData')).find((entry) => entry.key === key) : at(at(root, 'data'), key);
  if (plain !== undefined && isSet(plain)) return entryOf(plain, text(plain));
  const encoded = at(at(root, isSecret ? 'data' : 'binaryData'), key);
  return isSet(encoded) ? entryOf(encoded, Buffer.from(text(encoded), 'base64').toString('latin1')) : undefined;
}

/** The keys of all entries. */
export function dataKeys(item: Item): readonly string[] {
  const fields = item.id.kind === 'Secret' ? ['data', 'stringData'] : ['data', 'binaryData'];
  return [...new Set(fields.flatMap((field) => keysOf(at(rootOf(item), field)).map(({ key }) => key)))];
}

function entryOf(spot: Spot, content: string): DataEntry {
  return { spot, content, isFilledInLater: content.trim() === '' || isPlaceholderText(text(spot)) || isPlaceholderText(content) };
}
