import type { CodeName } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Case, finding } from '../diagnostics/finding.ts';
import type { Path } from '../diagnostics/path.ts';
import type { Item } from './item.ts';
import { locate, type Part } from './locate.ts';

/** A diagnostic about a field of an item, with the object and the place filled in. */
export function findingAt(code: CodeName, item: Item, path: Path, found: Case, part: Part = 'value'): Diagnostic {
  return { ...finding(code, found), object: item.id, path, place: locate(item, path, part) };
}
