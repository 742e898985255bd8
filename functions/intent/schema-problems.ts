import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import { badHost } from './bad-host.ts';
import { type SchemaError, schemaErrors } from './check-schema.ts';
import { durationFix } from './duration-fix.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import { meantValue } from './other-names.ts';
import { patternMeaning } from './pattern-meaning.ts';
import { fieldsAt, meantField } from './schema-fields.ts';
import { article, fieldFix, isDuration, nameOfValue, oneOf, typeFix } from './schema-fixes.ts';
import { unionProblems } from './union-problems.ts';
import { urlFix } from './url-fix.ts';

/** Everything that the schema says against an intent, all at once. */
export function schemaProblems(item: Item, intent: GatewayIntent): Diagnostic[] {
  const errors = schemaErrors(intent);
  const told = errors.filter((error) => !isExplained(error, errors, valueAt(intent, error.at)));
  return [...metadataProblems(item, intent), ...told.map((error) => problem(item, intent, error)), ...unions(item, intent, errors)];
}

/**
 * A value that is too long need not be told to be ill-formed, too, and a `spec` whose fields stand beside it is not missing. Of a value of another type that
 * is none of those allowed, only these are told; where only its quotes are missing, the type is.
 */
function isExplained({ keyword, at, field }: SchemaError, errors: readonly SchemaError[], value: unknown): boolean {
  const beside = (word: string) => errors.find((other) => other.keyword === word && formatPath(other.at) === formatPath(at));
  const isAllowed = (error: SchemaError | undefined) => (error?.wanted as readonly unknown[] | undefined)?.includes(String(value));
  if (keyword === 'pattern') return beside('maxLength') !== undefined;
  if (keyword === 'enum') return beside('type') !== undefined && isAllowed(beside('enum')) === true;
  if (keyword === 'type') return beside('enum') !== undefined && isAllowed(beside('enum')) === false;
  return keyword === 'required' && at.length === 0 && field === 'spec' && errors.some(isMisplaced);
}

const isMisplaced = ({ keyword, at, field = '' }: SchemaError): boolean =>
  keyword === 'additionalProperties' && at.length === 0 && fieldsAt(['spec']).includes(field);

/** The rules between fields, those aside that only a misspelt field breaks. */
function unions(item: Item, intent: GatewayIntent, errors: readonly SchemaError[]): Diagnostic[] {
  const misspelt = errors
    .filter(({ keyword }) => keyword === 'additionalProperties')
    .map((error) => ({ parent: formatPath(error.at), meant: meant(pathOf(error)) }));
  return [...unionProblems(item, intent)]
    .filter(({ path, fields }) => !misspelt.some((field) => field.parent === formatPath(path) && fields.includes(field.meant ?? '')))
    .map(({ diagnostic }) => diagnostic);
}

/** The field that was meant by one that the API does not have. */
const meant = (path: Path): string | undefined => meantField(`${path.at(-1)}`, path.slice(0, -1));

function* metadataProblems(item: Item, intent: GatewayIntent): Generator<Diagnostic> {
  if (typeof intent.metadata?.namespace !== 'string' || intent.metadata.namespace === '')
    yield findingAt('GI0102', item, ['metadata', 'namespace'], {
      message: '`metadata.namespace` must be set: the names of the generated objects depend on it',
      fix: 'add `namespace:` to the metadata of the intent',
    });
}

type Describe = (
  error: SchemaError,
  path: Path,
  value: unknown,
  field: string,
) => Partial<Diagnostic> & { code: Parameters<typeof findingAt>[0]; message: string };

/** One sentence for each keyword of the schema. */
const describe: Readonly<Record<string, Describe>> = {
  additionalProperties: ({ field }, path) => ({
    code: 'GI0101',
    message: `\`${formatPath(path)}\` is no field of the API`,
    fix: fieldFix(`${field}`, path.slice(0, -1)),
  }),
  required: ({ field }, path) => ({
    code: 'GI0102',
    message: `\`${formatPath(path)}\` must be set`,
    fix: `add \`${field}:\` here`,
  }),
  type: ({ wanted }, path, value, field) => ({
    code: 'GI0103',
    message: `${field} must be ${article([wanted].flat().join(' or '))}, not ${nameOfValue(value)}`,
    fix: typeFix(wanted, value, path),
  }),
  enum: ({ wanted }, _path, value, field) => {
    const allowed = (wanted as unknown[]).map(String);
    const near = meantValue(String(value), allowed);
    return {
      code: 'GI0104',
      message: `${field} must be ${oneOf(allowed)}, not ${typeof value === 'string' ? quote(value) : nameOfValue(value)}`,
      ...(near === undefined ? { fix: `use ${oneOf(allowed)}` } : { fix: `write "${near}"` }),
    };
  },
  pattern: ({ wanted }, _path, value, field) => {
    const pattern = wanted as string;
    const host = badHost(String(value), pattern);
    if (host !== undefined) return { code: 'GI0107', message: `${field} ${host.message}`, fix: host.fix };
    const { must, fix } = patternMeaning(pattern);
    const meantDuration = isDuration(pattern) ? durationFix(value) : undefined;
    const meantURL = pattern.includes('://') ? urlFix(String(value), pattern) : undefined;
    return { code: 'GI0104', message: `${field} must be ${must}, not ${quote(value)}`, fix: meantDuration ?? meantURL ?? fix };
  },
  minimum: ({ wanted }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must be at least ${wanted}, not ${quote(value)}`,
    fix: `use ${wanted} or more`,
  }),
  maximum: ({ wanted }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must be at most ${wanted}, not ${quote(value)}`,
    fix: `use ${wanted} or less`,
  }),
  minLength: (_error, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not be empty`,
    fix: 'give it a value or remove it',
  }),
  maxLength: ({ wanted }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must not be longer than ${wanted} characters: it has ${String(value).length}`,
    fix: 'shorten it',
  }),
  minItems: (_error, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not be an empty list`,
    fix: 'give it an entry or remove it',
  }),
  maxItems: ({ wanted }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must not have more than ${wanted} entries: it has ${(value as unknown[]).length}`,
    fix: 'spread them over several intents',
  }),
  minProperties: (_error, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not be empty`,
    fix: 'give it a field or remove it',
  }),
  maxProperties: ({ wanted }, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not have more than ${wanted} entries`,
  }),
};

function problem(item: Item, intent: GatewayIntent, error: SchemaError): Diagnostic {
  const path = pathOf(error);
  const value = valueAt(intent, path);
  const field = path.length === 0 ? 'the intent' : `\`${formatPath(path)}\``;
  const { code, ...rest } = (describe[error.keyword] as Describe)(error, path, value, field);
  return findingAt(code, item, path, rest, error.keyword === 'additionalProperties' ? 'key' : 'value');
}

/** The field that an error is about: a missing or unknown one is the last step. */
const pathOf = ({ at, field }: SchemaError): Path => (field === undefined ? at : [...at, field]);
