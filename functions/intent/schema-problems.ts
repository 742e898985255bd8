import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import { badHost } from './bad-host.ts';
import { durationFix } from './duration-fix.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import validate from './generated/validate-intent.cjs';
import { patternMeaning } from './pattern-meaning.ts';
import { fieldsAt } from './schema-fields.ts';
import { article, fieldFix, isDuration, nameOfValue, oneOf, typeFix } from './schema-fixes.ts';
import { unionProblems } from './union-problems.ts';

/** Everything that the schema says against an intent, all at once. */
export function schemaProblems(item: Item, intent: GatewayIntent): Diagnostic[] {
  const errors = validate(intent) ? [] : (validate.errors ?? []);
  const told = errors.filter((error) => !isExplained(error, errors));
  return [...metadataProblems(item, intent), ...told.map((error) => problem(item, intent, error)), ...unions(item, intent, errors)];
}

/** A value that is too long need not be told to be ill-formed, too, and a `spec` whose fields stand beside it is not missing. */
function isExplained({ keyword, instancePath, params }: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (keyword === 'pattern') return errors.some((other) => other.keyword === 'maxLength' && other.instancePath === instancePath);
  const isSpec = keyword === 'required' && instancePath === '' && params.missingProperty === 'spec';
  return isSpec && errors.some((other) => other.instancePath === '' && isMisplaced(other));
}

const isMisplaced = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'additionalProperties' && fieldsAt(['spec']).includes(params.additionalProperty);

/** The rules between fields, those aside that only a misspelt field breaks. */
function unions(item: Item, intent: GatewayIntent, errors: readonly ErrorObject[]): Diagnostic[] {
  const misspelt = errors
    .filter(({ keyword }) => keyword === 'additionalProperties')
    .map((error) => ({ parent: formatPath(pathOf(intent, error).slice(0, -1)), meant: meant(pathOf(intent, error)) }));
  return [...unionProblems(item, intent)]
    .filter(({ path, fields }) => !misspelt.some((field) => field.parent === formatPath(path) && fields.includes(field.meant ?? '')))
    .map(({ diagnostic }) => diagnostic);
}

/** The field that was meant by one that the API does not have. */
const meant = (path: Path): string | undefined => didYouMean(`${path.at(-1)}`, fieldsAt(path.slice(0, -1)));

function* metadataProblems(item: Item, intent: GatewayIntent): Generator<Diagnostic> {
  if (typeof intent.metadata?.namespace !== 'string' || intent.metadata.namespace === '')
    yield findingAt('GI0102', item, ['metadata', 'namespace'], {
      message: '`metadata.namespace` must be set: the names of the generated objects depend on it',
      fix: 'add `namespace:` to the metadata of the intent',
    });
}

type Describe = (
  error: ErrorObject,
  path: Path,
  value: unknown,
  field: string,
) => Partial<Diagnostic> & { code: Parameters<typeof findingAt>[0]; message: string };

/** One sentence for each keyword of the schema. */
const describe: Readonly<Record<string, Describe>> = {
  additionalProperties: ({ params }, path) => ({
    code: 'GI0101',
    message: `\`${formatPath(path)}\` is no field of the API`,
    fix: fieldFix(`${params.additionalProperty}`, path.slice(0, -1)),
  }),
  required: ({ params }, path) => ({
    code: 'GI0102',
    message: `\`${formatPath(path)}\` must be set`,
    fix: `add \`${params.missingProperty}:\` here`,
  }),
  type: ({ params }, path, value, field) => ({
    code: 'GI0103',
    message: `${field} must be ${article([params.type].flat().join(' or '))}, not ${nameOfValue(value)}`,
    fix: typeFix(params.type, value, path),
  }),
  enum: ({ params }, _path, value, field) => {
    const allowed = (params.allowedValues as unknown[]).map(String);
    const near = didYouMean(String(value), allowed);
    return {
      code: 'GI0104',
      message: `${field} must be ${oneOf(allowed)}, not ${quote(value)}`,
      ...(near === undefined ? { fix: `use ${oneOf(allowed)}` } : { fix: `write "${near}"` }),
    };
  },
  pattern: ({ params }, _path, value, field) => {
    const host = badHost(String(value), params.pattern as string);
    if (host !== undefined) return { code: 'GI0107', message: `${field} ${host.message}`, fix: host.fix };
    const { must, fix } = patternMeaning(params.pattern as string);
    const meantDuration = isDuration(params.pattern as string) ? durationFix(value) : undefined;
    return { code: 'GI0104', message: `${field} must be ${must}, not ${quote(value)}`, fix: meantDuration ?? fix };
  },
  minimum: ({ params }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must be at least ${params.limit}, not ${quote(value)}`,
    fix: `use ${params.limit} or more`,
  }),
  maximum: ({ params }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must be at most ${params.limit}, not ${quote(value)}`,
    fix: `use ${params.limit} or less`,
  }),
  minLength: (_error, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not be empty`,
    fix: 'give it a value or remove it',
  }),
  maxLength: ({ params }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must not be longer than ${params.limit} characters: it has ${String(value).length}`,
    fix: 'shorten it',
  }),
  minItems: (_error, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not be an empty list`,
    fix: 'give it an entry or remove it',
  }),
  maxItems: ({ params }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must not have more than ${params.limit} entries: it has ${(value as unknown[]).length}`,
    fix: 'spread them over several intents',
  }),
  minProperties: (_error, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not be empty`,
    fix: 'give it a field or remove it',
  }),
  maxProperties: ({ params }, _path, _value, field) => ({
    code: 'GI0104',
    message: `${field} must not have more than ${params.limit} entries`,
  }),
};

function problem(item: Item, intent: GatewayIntent, error: ErrorObject): Diagnostic {
  const path = pathOf(intent, error);
  const value = valueAt(intent, path);
  const field = path.length === 0 ? 'the intent' : `\`${formatPath(path)}\``;
  const { code, ...rest } = (describe[error.keyword] as Describe)(error, path, value, field);
  return findingAt(code, item, path, rest, error.keyword === 'additionalProperties' ? 'key' : 'value');
}

/** ajv's JSON pointer as a path; positions in lists become numbers, and a missing or unknown field is the last step. */
function pathOf(intent: GatewayIntent, { instancePath, params }: ErrorObject): Path {
  const path: (string | number)[] = [];
  let value: unknown = intent;
  for (const part of instancePath.split('/').slice(1)) {
    const key = decodeURIComponent(part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const step = Array.isArray(value) ? Number(key) : key;
    value = (value as Record<string | number, unknown>)[step];
    path.push(step);
  }
  const extra = params.additionalProperty ?? params.missingProperty;
  return extra === undefined ? path : [...path, extra];
}
