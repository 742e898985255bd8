import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../diagnostics/path.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import { unionPlaces, unions } from './generated/unions.ts';

/** A rule between fields that does not hold: the object that it is about, and its fields. */
export interface UnionProblem {
  readonly path: Path;
  readonly fields: readonly string[];
  readonly diagnostic: Diagnostic;
}

/** The rules between fields that the schema states in CEL for the API server. */
export function* unionProblems(item: Item, intent: GatewayIntent): Generator<UnionProblem> {
  for (const [title, places] of Object.entries(unionPlaces))
    for (const { value, path } of places.flatMap((place) => [...valuesAt(intent, place, [])]))
      for (const { fields, message } of (unions[title] ?? []).filter(({ holds }) => !holds(value))) {
        const set = fields.filter((field) => value[field] !== undefined);
        const at = set.at(-1);
        const told = { message: `\`${formatPath(path)}\`: ${message}`, ...fixOf(message, fields, set) };
        yield { path, fields, diagnostic: findingAt('GI0105', item, at === undefined ? path : [...path, at], told, 'key') };
      }
}

const listed = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(' or ');

/** What to do where a number of fields is asked for; the other rules say it themselves. */
function fixOf(message: string, fields: readonly string[], set: readonly string[]): { fix?: string } {
  if (message.endsWith('must be set together')) return { fix: `add ${listed(fields.filter((field) => !set.includes(field)))}` };
  const needs = neededFix(message, set);
  if (needs !== undefined) return { fix: needs };
  if (!/^(?:exactly|at most|at least) one of /.test(message)) return surplusFix(message, set);
  return { fix: set.length > 1 ? `keep one of ${listed(set)}` : `add ${listed(fields)}` };
}

/** For rules about fields that have no place: a field with a value in the rule is its condition. */
function surplusFix(message: string, set: readonly string[]): { fix?: string } {
  const subject = /^`listeners` stands/.test(message) ? ['listeners'] : [];
  const surplus = set.filter((field) => !message.includes(`\`${field}: `) && !subject.includes(field));
  return surplus.length === 0 || message.includes('must be at least')
    ? {}
    : { fix: `remove ${surplus.map((field) => `\`${field}\``).join(' and ')}` };
}

/** For rules such as `\`issuerRef\` needs \`secretName\``: what to add, and what may be removed instead. */
function neededFix(message: string, set: readonly string[]): string | undefined {
  const [, who = '', needed] = /^(.+?) needs? (`[^`]+`(?: or `[^`]+`)*)/.exec(message) ?? [];
  if (needed === undefined) return undefined;
  const present = set.filter((field) => who.includes(`\`${field}\``));
  return `write ${needed}${present.length === 0 ? '' : `, or remove ${present.map((field) => `\`${field}\``).join(' and ')}`}`;
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
