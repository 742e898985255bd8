import type { Path } from '../../diagnostics/path.ts';
import { isMap } from '../../krm/is-map.ts';

/** One change of a document: a field that gets a value, or loses it. A position one behind the end of a list appends. */
export type Change = { readonly path: Path; readonly value: unknown } | { readonly path: Path; readonly remove: true };

/** The value with the changes made, in their order; maps that are missing on the way are made. The input stays as it is. */
export function changed(value: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((current, change) => changedAt(current, change.path, 0, change), value);
}

function changedAt(value: unknown, path: Path, depth: number, change: Change): unknown {
  const step = path[depth];
  if (step === undefined) return 'value' in change ? change.value : undefined;
  const inner = (child: unknown) => changedAt(child, path, depth + 1, change);
  const removes = 'remove' in change && depth === path.length - 1;
  if (Array.isArray(value)) {
    const at = Number(step);
    return removes ? value.toSpliced(at, 1) : [...value.slice(0, at), inner(value[at]), ...value.slice(at + 1)];
  }
  const map = isMap(value) ? value : {};
  if (!removes) return 'remove' in change && map[step] === undefined ? value : { ...map, [step]: inner(map[step]) };
  return isMap(value) ? Object.fromEntries(Object.entries(map).filter(([key]) => key !== String(step))) : value;
}
