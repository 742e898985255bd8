import type { CodeName } from '../diagnostics/codes.ts';
import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import type { Item } from '../krm/item.ts';
import { textAt } from '../krm/locate.ts';
import { backendFix } from './backend-fix.ts';
import { badHost } from './bad-host.ts';
import { type SchemaError, schemaErrors } from './check-schema.ts';
import { durationFix } from './duration-fix.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import { besideValue, meantValue } from './other-names.ts';
import { patternMeaning } from './pattern-meaning.ts';
import { article, fieldFix, isDuration, nameOfValue, oneOf, typeFix } from './schema-fixes.ts';
import { urlFix } from './url-fix.ts';

/** What the schema says against a value, and where. */
interface Said {
  readonly error: SchemaError;
  readonly path: Path;
  readonly value: unknown;
  /** The field as messages name it. */
  readonly field: string;
  readonly item: Item;
  readonly intent: GatewayIntent;
}

/** What to tell about it. */
export type Describe = (said: Said) => { readonly code: CodeName; readonly message: string; readonly fix?: string };

/** What Helm, envsubst and others put a value in place of. */
const isPlaceholder = (value: unknown): value is string => typeof value === 'string' && /\{\{.*\}\}|\$\{.*\}|\$\(.*\)/.test(value);

const unfilled = (field: string, value: string) => ({
  code: 'GI0104' as const,
  message: `${field} is a placeholder and no value yet: ${quote(value)}`,
  fix: 'fill it in before gateway-intent reads the intent',
});

/** One sentence for each keyword of the schema. */
export const schemaWords: Readonly<Record<string, Describe>> = {
  additionalProperties: ({ error: { at, field }, path, intent }) => ({
    code: 'GI0101',
    message: `\`${formatPath(path)}\` is no field of the API`,
    fix: fieldFix(`${field}`, at, valueAt(intent, at) as Readonly<Record<string, unknown>>),
  }),
  required: ({ error: { field }, path, item }) => ({
    code: 'GI0102',
    message: `\`${formatPath(path)}\` must ${valueAt(item.object, path) === null ? 'have a value' : 'be set'}`,
    fix:
      valueAt(item.object, path) === null
        ? `write its value behind \`${field}:\`, or its fields below it, indented`
        : `add \`${field}:\` here`,
  }),
  type: ({ error: { wanted }, path, value, field, item, intent }) =>
    isPlaceholder(value)
      ? unfilled(field, value)
      : {
          code: 'GI0103',
          message: `${field} must be ${article([wanted].flat().join(' or '))}, not ${nameOfValue(value)}`,
          fix: typeFix(wanted, value, path, textAt(item, path), (other) => lacksAt(intent, path, other)),
        },
  enum: ({ error: { wanted }, value, field }) => {
    const allowed = (wanted as unknown[]).map(String);
    const held =
      typeof value === 'object' && value !== null ? Object.values(value).find((one) => allowed.includes(String(one))) : undefined;
    const near = Array.isArray(value) && value.length > 1 ? undefined : meantValue(String(held ?? value), allowed);
    const and = near === undefined ? undefined : besideValue(String(value), near);
    return {
      code: 'GI0104',
      message: `${field} must be ${oneOf(allowed)}, not ${typeof value === 'string' ? quote(value) : nameOfValue(value)}`,
      fix:
        near === undefined
          ? `use ${Array.isArray(value) ? 'one of ' : ''}${oneOf(allowed)}`
          : `write "${near}"${and === undefined ? '' : `, and add ${and}`}`,
    };
  },
  pattern: ({ error: { wanted }, value, field }) => {
    const pattern = wanted as string;
    if (isPlaceholder(value)) return unfilled(field, value);
    const host = badHost(String(value), pattern);
    if (host !== undefined) return { code: 'GI0107', message: `${field} ${host.message}`, fix: host.fix };
    const { must, fix } = patternMeaning(pattern);
    const meantDuration = isDuration(pattern) ? durationFix(value) : undefined;
    const meantURL = pattern.includes('://') ? urlFix(String(value), pattern) : undefined;
    const meantBackend = pattern.includes('|6553[0-5]))?$') && !pattern.includes('://') ? backendFix(String(value)) : undefined;
    return {
      code: 'GI0104',
      message: `${field} must be ${must}, not ${quote(value)}`,
      fix: meantDuration ?? meantURL ?? meantBackend ?? fix,
    };
  },
  minimum: ({ error: { wanted }, value, field }) => ({
    code: 'GI0104',
    message: `${field} must be at least ${wanted}, not ${quote(value)}`,
    fix: `use ${wanted} or more`,
  }),
  maximum: ({ error: { wanted }, value, field }) => ({
    code: 'GI0104',
    message: `${field} must be at most ${wanted}, not ${quote(value)}`,
    fix: `use ${wanted} or less`,
  }),
  minLength: ({ field }) => ({
    code: 'GI0104',
    message: `${field} must not be empty`,
    fix: 'give it a value or remove it',
  }),
  maxLength: ({ error: { wanted }, value, field }) => ({
    code: 'GI0104',
    message: `${field} must not be longer than ${wanted} characters: it has ${String(value).length}`,
    fix: 'shorten it',
  }),
  minItems: ({ field }) => ({
    code: 'GI0104',
    message: `${field} must not be an empty list`,
    fix: 'give it an entry or remove it',
  }),
  maxItems: ({ error: { wanted }, value, field }) => ({
    code: 'GI0104',
    message: `${field} must not have more than ${wanted} entries: it has ${(value as unknown[]).length}`,
    fix: 'spread them over several intents',
  }),
  minProperties: ({ field }) => ({
    code: 'GI0104',
    message: `${field} must not be empty`,
    fix: 'give it a field or remove it',
  }),
  maxProperties: ({ error: { wanted }, field }) => ({
    code: 'GI0104',
    message: `${field} must not have more than ${wanted} entries`,
  }),
};

/** The fields that another value at a path still lacks; `undefined` where the schema has more against it. */
function lacksAt(intent: GatewayIntent, path: Path, value: unknown): string[] | undefined {
  const below = formatPath(path);
  const errors = schemaErrors(withValue(intent, path, value)).filter(({ at }) => formatPath(at).startsWith(below));
  const isWhole = errors.every(({ keyword, at }) => keyword === 'required' && formatPath(at) === below);
  return isWhole ? errors.map(({ field }) => `${field}`) : undefined;
}

/** A copy with another value at a path. */
function withValue(root: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const child = withValue((root as Readonly<Record<string | number, unknown>>)[step], rest, value);
  return Array.isArray(root) ? root.with(step as number, child) : { ...(root as object), [step]: child };
}
