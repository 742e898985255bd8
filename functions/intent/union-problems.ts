import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../diagnostics/path.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import { unionPlaces, unions } from './generated/unions.ts';

/** The rules between fields that the schema states in CEL for the API server. */
export function* unionProblems(item: Item, intent: GatewayIntent): Generator<Diagnostic> {
  for (const [title, places] of Object.entries(unionPlaces))
    for (const { value, path } of places.flatMap((place) => [...valuesAt(intent, place, [])]))
      for (const { fields, message } of (unions[title] ?? []).filter(({ holds }) => !holds(value))) {
        const at = fields.findLast((field) => value[field] !== undefined);
        yield findingAt('GI0105', item, at === undefined ? path : [...path, at], { message: `\`${formatPath(path)}\`: ${message}` });
      }
}

/** Every map at a place such as `['spec', 'expose', '[]', 'tls']`. */
function* valuesAt(root: unknown, place: readonly string[], path: Path): Generator<{ value: Record<string, unknown>; path: Path }> {
  const [step, ...rest] = place;
  if (step === undefined) {
    if (root !== null && typeof root === 'object' && !Array.isArray(root)) yield { value: root as Record<string, unknown>, path };
  } else if (step === '[]') {
    if (Array.isArray(root)) for (const [index, element] of root.entries()) yield* valuesAt(element, rest, [...path, index]);
  } else if (root !== null && typeof root === 'object') {
    yield* valuesAt((root as Record<string, unknown>)[step], rest, [...path, step]);
  }
}
