import type { Path } from '../diagnostics/path.ts';
import type { Item } from '../krm/item.ts';

/** One field of one object of the package: where a derived fact was written. */
export interface Field {
  readonly item: Item;
  readonly path: Path;
}

/** The field below another one. */
export function below(field: Field, ...path: Path): Field {
  return { item: field.item, path: [...field.path, ...path] };
}
