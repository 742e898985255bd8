import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import { type SchemaError, schemaErrors } from './check-schema.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import { metadataProblems } from './metadata-problems.ts';
import { fieldsAt, isClosed, meantField } from './schema-fields.ts';
import { type Describe, schemaWords } from './schema-words.ts';
import { unionProblems } from './union-problems.ts';

/** Everything that the schema says against an intent, all at once. */
export function schemaProblems(item: Item, intent: GatewayIntent): Diagnostic[] {
  const errors = [...schemaErrors(intent), ...emptyFields(item.object, [])];
  const told = errors.filter((error) => !isExplained(error, errors, valueAt(intent, error.at)));
  return [...metadataProblems(item), ...told.map((error) => problem(item, intent, error)), ...unions(item, intent, errors)];
}

/** Fields without a value that the API does not have: nothing is left of them where absent and empty fields are the same. */
function* emptyFields(value: unknown, at: Path): Generator<SchemaError> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, child] of Object.entries(value)) {
    const field = Array.isArray(value) ? Number(key) : key;
    if (child === null && isClosed(at) && !fieldsAt(at).includes(key))
      yield { keyword: 'additionalProperties', at, field: key, wanted: undefined };
    yield* emptyFields(child, [...at, field]);
  }
}

/**
 * A value that is too long need not be told to be ill-formed, too, and a `spec` whose fields stand beside it is not missing, nor is a field that is misspelt. Of
 * a value of another type that is none of those allowed, only these are told; where only its quotes are missing, the type is.
 */
function isExplained({ keyword, at, field }: SchemaError, errors: readonly SchemaError[], value: unknown): boolean {
  const beside = (word: string) => errors.find((other) => other.keyword === word && formatPath(other.at) === formatPath(at));
  const isAllowed = (error: SchemaError | undefined) => (error?.wanted as readonly unknown[] | undefined)?.includes(String(value));
  if (keyword === 'pattern') return beside('maxLength') !== undefined || beside('minLength') !== undefined;
  if (keyword === 'enum') return beside('type') !== undefined && isAllowed(beside('enum')) === true;
  if (keyword === 'type') return beside('enum') !== undefined && isAllowed(beside('enum')) === false;
  if (keyword !== 'required') return false;
  if (at.length === 0 && field === 'spec') return errors.some(isMisplaced);
  return isMisspelt(at, [`${field}`], value, errors);
}

const isMisplaced = ({ keyword, at, field = '' }: SchemaError): boolean =>
  keyword === 'additionalProperties' && at.length === 0 && fieldsAt(['spec']).includes(field);

/** Whether one of the fields of a map is there under a name that it does not have, or nothing in the map has a name that the API knows. */
function isMisspelt(at: Path, fields: readonly string[], value: unknown, errors: readonly SchemaError[]): boolean {
  const unknown = errors.filter((error) => error.keyword === 'additionalProperties' && formatPath(error.at) === formatPath(at));
  const beside = value as Readonly<Record<string, unknown>>;
  const isStrange = unknown.length > 0 && Object.keys(beside).length === unknown.length;
  return isStrange || unknown.some(({ field }) => fields.includes(meantField(`${field}`, at, beside) ?? ''));
}

/** The rules between fields, those aside that only a misspelt field breaks. */
const unions = (item: Item, intent: GatewayIntent, errors: readonly SchemaError[]): Diagnostic[] =>
  [...unionProblems(item, intent)]
    .filter(({ path, fields }) => !isMisspelt(path, fields, valueAt(intent, path), errors))
    .map(({ diagnostic }) => diagnostic);

function problem(item: Item, intent: GatewayIntent, error: SchemaError): Diagnostic {
  const path = pathOf(error);
  const value = valueAt(intent, path);
  const field = path.length === 0 ? 'the intent' : `\`${formatPath(path)}\``;
  const { code, ...rest } = (schemaWords[error.keyword] as Describe)({ error, path, value, field, item, intent });
  return findingAt(code, item, path, rest, error.keyword === 'additionalProperties' ? 'key' : 'value');
}

/** The field that an error is about: a missing or unknown one is the last step. */
const pathOf = ({ at, field }: SchemaError): Path => (field === undefined ? at : [...at, field]);
