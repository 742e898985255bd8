import { type Path, valueAt } from '../diagnostics/path.ts';
import type { Item, Origin, OriginPart } from './item.ts';

/** Where a user changes a field of an object made here: the last patch that wrote it, or the field of the intent that the object follows from. */
export function originAt({ origin, patchedBy = [] }: Item, path: Path): Origin | undefined {
  const patched = patchedBy.findLast((field) => isWithin(path, field.path));
  if (patched !== undefined) return patched.origin;
  return origin && exactly(origin, path);
}

/**
 * Where a user mends what is wrong with a field. Of a whole part of an object, such as its `spec`, a patch that changed something in it is the likely cause:
 * what is made without patches is in order.
 */
export function causeAt(item: Item, path: Path): Origin | undefined {
  const { origin, patchedBy = [] } = item;
  const isKnown = origin?.parts?.some((part) => part.path.length > 0 && isWithin(path, part.path)) === true;
  const inside = isKnown || path.length === 0 ? undefined : patchedBy.findLast((field) => isWithin(field.path, path));
  return patchedBy.some((field) => isWithin(path, field.path)) ? originAt(item, path) : (inside?.origin ?? originAt(item, path));
}

const isWithin = (path: Path, outer: Path): boolean => outer.every((step, index) => step === path[index]);

/** The nearest part of the object that the field is in; below it as far as the intent has fields of the same names. */
function exactly(origin: Origin, path: Path): Origin {
  const around = (origin.parts ?? []).filter((part) => isWithin(path, part.path));
  const depth = Math.max(0, ...around.map((part) => part.path.length));
  const nearest = around.filter((part) => part.path.length === depth).map((part) => below(part, path));
  const found = nearest.find(({ isExact }) => isExact) ?? nearest[0];
  return found?.origin ?? { item: origin.item, path: origin.path };
}

function below({ path: outer, origin }: OriginPart, path: Path): { readonly origin: Origin; readonly isExact: boolean } {
  const wanted = [...origin.path, ...path.slice(outer.length)];
  let written = wanted;
  while (written.length > 0 && valueAt(origin.item.object, written) === undefined) written = written.slice(0, -1);
  const isExact = written.length > origin.path.length || (wanted.length === origin.path.length && written.length === wanted.length);
  return { origin: { item: origin.item, path: written }, isExact };
}
