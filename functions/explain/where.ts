import { formatPath, type Path } from '../diagnostics/path.ts';
import type { Item } from '../krm/item.ts';
import { display } from '../krm/kube-object.ts';
import { locate } from '../krm/locate.ts';
import { originAt } from '../krm/origin-at.ts';
import type { Field } from '../mesh/field.ts';

/** Where something is written. */
export interface Where {
  readonly object: string;
  readonly field: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** The field of an intent that the object follows from. */
  readonly from: Where | undefined;
}

export function whereOf(field: Field | undefined): Where | undefined {
  return field && where(field.item, field.path);
}

function where(item: Item, path: Path): Where {
  const { file, line } = locate(item, path);
  const origin = originAt(item, path);
  return { object: display(item.id), field: formatPath(path), file, line, from: origin && where(origin.item, origin.path) };
}

/** `shop.yaml:12` where the user can go there, else the object and its field, with the line of the intent that made it. */
export function placeText(where: Where): string {
  const { object, field, from } = where;
  const own = field === '' ? object : `${object}, ${field}`;
  const line = lineOf(where);
  if (from === undefined) return line === undefined ? own : `${line}  ${own}`;
  return `${lineOf(from) ?? from.object}  ${own}`;
}

function lineOf({ file, line }: Where): string | undefined {
  return file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
}
