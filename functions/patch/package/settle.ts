import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Path, valueAt } from '../../diagnostics/path.ts';
import type { Prerequisite } from '../../expand/stage.ts';
import type { Item } from '../../krm/item.ts';
import { readYaml } from '../../krm/library-yaml.ts';
import type { Change } from '../edit/change.ts';
import { editText } from '../edit/edit-text.ts';
import { mergeTypeOf } from '../merge/merge-type.ts';
import { changeItem } from './change-item.ts';
import { packageChanged, packageContradicts } from './findings.ts';
import { type Wish, wishes } from './wish.ts';

/** A patch of one object of the package. */
export interface Need extends Pick<Prerequisite, 'reason' | 'origin'> {
  readonly item: Item;
  readonly patch: Readonly<Record<string, unknown>>;
  /** The field that holds YAML as text, in which the patch is made. */
  readonly textField?: Path | undefined;
  /** What stands there already may be changed: the intent asks for it by name. */
  readonly overrides: boolean;
}

export interface Settled {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
  /** The text of the object does not allow the change. */
  readonly isOpen?: true;
}

/** Makes the object as it is needed, in its text. Nothing changes where it is so already. */
export function settle(items: readonly Item[], need: Need): Settled {
  const { item, patch, textField, overrides } = need;
  const field = textField ?? [];
  const value = textField === undefined ? item.object : readText(item, textField);
  if (value === undefined) return { items, diagnostics: [], isOpen: true };
  const { apiVersion, kind } = item.id;
  const found = wishes(value, patch, textField === undefined ? mergeTypeOf(apiVersion, kind) : undefined);
  if (found.length === 0) return { items, diagnostics: [] };
  const contradiction = overrides ? undefined : found.find(({ before, inEntry }) => before !== undefined && !inEntry);
  if (contradiction !== undefined) return { items, diagnostics: [packageContradicts(item, contradiction, field, need)] };
  const changed = changeItem(items, item, textField === undefined ? found : [inText(item, textField, found)]);
  if (changed === undefined) return { items, diagnostics: [], isOpen: true };
  return { items: changed, diagnostics: [packageChanged(item, found, field, need)] };
}

/** The YAML in a field; nothing where it is no YAML. */
export function readText(item: Item, field: Path): unknown {
  const read = readYaml(textAt(item, field));
  return 'mistake' in read ? undefined : read.value;
}

const textAt = (item: Item, field: Path): string => {
  const text = valueAt(item.object, field);
  return typeof text === 'string' && text.trim() !== '' ? text : '{}';
};

function inText(item: Item, field: Path, found: readonly Wish[]): Change {
  return { path: field, value: editText(textAt(item, field), found) };
}
