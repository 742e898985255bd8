import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import { badHost } from './bad-host.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import validate from './generated/validate-intent.cjs';
import { patternMeaning } from './pattern-meaning.ts';
import { fieldsAt } from './schema-fields.ts';
import { unionProblems } from './union-problems.ts';

/** Everything that the schema says against an intent, all at once. */
export function schemaProblems(item: Item, intent: GatewayIntent): Diagnostic[] {
  const errors = validate(intent) ? [] : (validate.errors ?? []);
  const found = errors.map((error) => problem(item, intent, error)).filter((diagnostic) => diagnostic !== undefined);
  return [...metadataProblems(item, intent), ...found, ...unionProblems(item, intent)];
}

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
  additionalProperties: ({ params }, path) => {
    const name = `${params.additionalProperty}`;
    const known = fieldsAt(path.slice(0, -1));
    const near = didYouMean(name, known);
    const place = formatPath(path.slice(0, -1)) || 'a GatewayIntent';
    return {
      code: 'GI0101',
      message: `\`${formatPath(path)}\` is no field of the API`,
      fix: near
        ? `write \`${near}\` instead of \`${name}\``
        : `remove it; the fields of \`${place}\` are ${known.map((field) => `\`${field}\``).join(', ')}`,
    };
  },
  required: ({ params }, path) => ({
    code: 'GI0102',
    message: `\`${formatPath(path)}\` must be set`,
    fix: `add \`${params.missingProperty}:\` here`,
  }),
  type: ({ params }, _path, value, field) => ({
    code: 'GI0103',
    message: `${field} must be ${article([params.type].flat().join(' or '))}, not ${article(typeName(value))}${shown(value)}`,
    fix: typeFix(params.type, value),
  }),
  enum: ({ params }, _path, value, field) => {
    const allowed = (params.allowedValues as unknown[]).map(String);
    const near = didYouMean(String(value), allowed);
    return {
      code: 'GI0104',
      message: `${field} must be ${oneOf(allowed)}, not ${quote(value)}`,
      ...(near === undefined ? { fix: `use ${oneOf(allowed)}` } : { fix: `did you mean "${near}"?` }),
    };
  },
  pattern: ({ params }, _path, value, field) => {
    const host = badHost(String(value), params.pattern as string);
    if (host !== undefined) return { code: 'GI0107', message: `${field} ${host.message}`, fix: host.fix };
    const { must, fix } = patternMeaning(params.pattern as string);
    return { code: 'GI0104', message: `${field} must be ${must}, not ${quote(value)}`, fix };
  },
  minimum: ({ params }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must be at least ${params.limit}, not ${quote(value)}`,
  }),
  maximum: ({ params }, _path, value, field) => ({
    code: 'GI0104',
    message: `${field} must be at most ${params.limit}, not ${quote(value)}`,
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

function problem(item: Item, intent: GatewayIntent, error: ErrorObject): Diagnostic | undefined {
  const path = pathOf(intent, error);
  const value = valueAt(intent, path);
  const field = path.length === 0 ? 'the intent' : `\`${formatPath(path)}\``;
  const { code, ...rest } = (describe[error.keyword] as Describe)(error, path, value, field);
  return findingAt(code, item, path, rest);
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

const oneOf = (allowed: readonly string[]): string =>
  allowed.length === 1
    ? `"${allowed[0]}"`
    : `${allowed
        .slice(0, -1)
        .map((value) => `"${value}"`)
        .join(', ')} or "${allowed.at(-1)}"`;

const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : typeof value;

const names: Readonly<Record<string, string>> = { array: 'list', object: 'map' };
const article = (type: string): string => {
  const name = names[type] ?? type;
  return name === 'null' ? name : `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
};
const shown = (value: unknown): string => (typeof value === 'object' ? '' : ` (${quote(value)})`);

function typeFix(wanted: unknown, value: unknown): string {
  if (wanted === 'string' && typeof value !== 'object') return `put it in quotes: "${value}"`;
  if (wanted === 'array') return 'write it as a list: `[…]`, or one `-` for each entry';
  if (wanted === 'integer' && typeof value === 'string' && /^\d+$/.test(value)) return `remove the quotes: ${value}`;
  return `give it ${article(`${wanted}`)}`;
}
