import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { patternOf } from '../syntax/pattern.ts';
import { checkFormat, nameOfType } from './formats.ts';
import { type Field, type Mark, type Reference, type Shape, shapeOf } from './shape.ts';

/** What is wrong with one field, with the code of the rule that reports it. */
export interface FieldFinding {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly fix?: string;
  readonly severity?: 'error' | 'warning' | 'info';
}

/** A value on the way through an object. Paths are only written out for findings. */
interface Step {
  readonly parent: Step | undefined;
  readonly key: string | number;
}

/** What the walk needs to know. */
interface Walk {
  readonly kind: string;
  readonly found: FieldFinding[];
  /** Whether a mark keeps a field or value from being used where the object is applied. */
  readonly marked: (mark: Mark, subject: string) => Omit<FieldFinding, 'path'> | undefined;
}

/** Every field of an object that the API server would refuse or lose, apart from constraints over several fields. */
export function checkFields(kind: string, shape: Reference, object: unknown, marked: Walk['marked']): readonly FieldFinding[] {
  const walk: Walk = { kind, found: [], marked };
  checkValue(shapeOf(shape), object, undefined, walk);
  return walk.found;
}

export function pathOfStep(step: Step | undefined, ...more: Path): Path {
  const path: (string | number)[] = [];
  for (let at = step; at !== undefined; at = at.parent) path.push(at.key);
  return [...path.reverse(), ...more];
}

function report(walk: Walk, code: string, path: Path, say: (name: string) => string, fix?: string): void {
  walk.found.push({ code, path, message: say(`\`${formatPath(path) || walk.kind}\``), ...(fix === undefined ? {} : { fix }) });
}

function checkValue(shape: Shape, value: unknown, step: Step | undefined, walk: Walk): void {
  if (value === null && (shape.nullable || shape.type === 'any' || shape.fallback !== undefined)) return;
  const wanted = nameOfType(shape.type);
  if (!tests[shape.type](value)) {
    const fix = retyped(shape.type, value);
    report(walk, 'GI1002', pathOfStep(step), (name) => `${name} must be ${wanted}, not ${nameOfValue(value)}`, fix);
    return;
  }
  if (shape.type === 'object') checkObject(shape, value as Readonly<Record<string, unknown>>, step, walk);
  else if (shape.type === 'array') checkList(shape, value as readonly unknown[], step, walk);
  else if (shape.type !== 'any') checkScalar(shape, value as string | number | boolean, step, walk);
}

/** Nearly all values are of this kind, and need no place to be made for them. */
const isPlainlyRight = (shape: Shape, value: unknown): boolean => shape.isSimple && tests[shape.type](value);

const isSized = ({ minSize, maxSize }: Shape): boolean => minSize !== undefined || maxSize !== undefined;

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value);

const tests: Readonly<Record<Shape['type'], (value: unknown) => boolean>> = {
  any: () => true,
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: isWhole,
  intOrString: (value) => typeof value === 'string' || isWhole(value),
  quantity: (value) => typeof value === 'string' || typeof value === 'number',
};

function nameOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `${typeof value === 'string' ? 'the text' : typeof value === 'number' ? 'the number' : 'the truth value'} ${JSON.stringify(value)}`;
}

/** How to write the value in the other type, where it is only a matter of quotes. */
function retyped(type: Shape['type'], value: unknown): string | undefined {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `put it in quotes: "${value}"`;
  if (typeof value !== 'string') return undefined;
  const isNumber = (type === 'integer' || type === 'number') && value.trim() !== '' && Number.isFinite(Number(value));
  return isNumber || (type === 'boolean' && /^(true|false)$/.test(value)) ? `write it without quotes: ${value}` : undefined;
}

function checkObject(shape: Shape, value: Readonly<Record<string, unknown>>, step: Step | undefined, walk: Walk): void {
  const keys = Object.keys(value);
  for (const key of keys) {
    const field = shape.fields?.get(key);
    const child = value[key];
    if (field !== undefined) checkField(field, key, child, step, walk);
    else if (shape.values !== undefined) {
      const values = shapeOf(shape.values);
      if (child !== null && !isPlainlyRight(values, child)) checkValue(values, child, { parent: step, key }, walk);
    } else if (!shape.open) unknownField(shape, key, step, walk);
  }
  for (const name of shape.required)
    if ((value[name] ?? undefined) === undefined && !hasFallback(shape, name))
      report(walk, 'GI1004', pathOfStep(step, name), (path) => `${path} must be set`, `add \`${name}\``);
  if (isSized(shape)) checkSize(shape, keys.filter((key) => value[key] !== null).length, step, walk, 'entries');
  for (const { names, needed } of shape.oneOf) {
    const set = names.filter((name) => (value[name] ?? undefined) !== undefined);
    if (set.length > 1)
      report(
        walk,
        'GI1009',
        pathOfStep(step, set[1] as string),
        (path) => `${path} must not be set beside \`${set[0]}\``,
        `keep one of ${quoted(names)}`,
      );
    if (needed && set.length === 0)
      report(walk, 'GI1009', pathOfStep(step), (path) => `${path} must have one of ${quoted(names)}`, `add one of ${quoted(names)}`);
  }
}

function checkField(field: Field, key: string, value: unknown, step: Step | undefined, walk: Walk): void {
  if (value === undefined) return;
  const shape = shapeOf(field.shape);
  if (field.mark === undefined && isPlainlyRight(shape, value)) return;
  const here = { parent: step, key };
  if (field.mark !== undefined) reportMark(field.mark, (path) => `\`${formatPath(path)}\``, here, walk);
  // The API server drops a field that is null before it looks any further.
  if (value !== null) checkValue(shape, value, here, walk);
}

function reportMark(mark: Mark, subject: (path: Path) => string, step: Step, walk: Walk): void {
  const path = pathOfStep(step);
  const found = walk.marked(mark, subject(path));
  if (found !== undefined) walk.found.push({ ...found, path });
}

function unknownField(shape: Shape, key: string, step: Step | undefined, walk: Walk): void {
  const near = didYouMean(key, [...(shape.fields?.keys() ?? [])]);
  const where = step === undefined ? walk.kind : `\`${formatPath(pathOfStep(step))}\` of ${walk.kind}`;
  const hint = near === undefined ? `delete \`${key}\`` : `write \`${near}\``;
  report(
    walk,
    'GI1001',
    pathOfStep(step, key),
    () => `\`${key}\` is not a field of ${where}${near ? `; did you mean \`${near}\`?` : ''}`,
    hint,
  );
}

function checkList(shape: Shape, value: readonly unknown[], step: Step | undefined, walk: Walk): void {
  checkSize(shape, value.length, step, walk, 'entries');
  if (shape.items === undefined) return;
  const entry = shapeOf(shape.items);
  for (let key = 0; key < value.length; key++) checkEntry(entry, value[key], { parent: step, key }, walk);
  if (shape.unique !== undefined && value.length > 1) checkUnique(shape.unique, entry, value, step, walk);
}

/** An entry that is null stands for one without any field, which cannot be where some are required. */
function checkEntry(entry: Shape, value: unknown, step: Step, walk: Walk): void {
  const isEmpty = value === null && entry.nullable && entry.required.length > 0;
  checkValue(isEmpty ? { ...entry, nullable: false } : entry, value, step, walk);
}

function checkUnique(unique: readonly string[] | true, entry: Shape, value: readonly unknown[], step: Step | undefined, walk: Walk): void {
  const seen = new Map<string, number>();
  for (const [index, item] of value.entries()) {
    const key = JSON.stringify(unique === true ? item : unique.map((name) => keyOf(entry, item, name)));
    const before = seen.get(key);
    if (before === undefined) seen.set(key, index);
    else {
      const what = unique === true ? 'as a whole' : `in ${quoted(unique)}`;
      report(
        walk,
        'GI1008',
        pathOfStep(step, index),
        (name) => `${name} must not repeat entry ${before} ${what}`,
        'delete one of the two entries, or make them differ',
      );
    }
  }
}

function keyOf(entry: Shape, item: unknown, name: string): unknown {
  const field = entry.fields?.get(name);
  return (item as Readonly<Record<string, unknown>> | null)?.[name] ?? (field && shapeOf(field.shape).fallback) ?? null;
}

function checkScalar(shape: Shape, value: string | number | boolean, step: Step | undefined, walk: Walk): void {
  if (typeof value === 'string') checkText(shape, value, step, walk);
  else if (typeof value === 'number') checkNumber(shape, value, step, walk);
  if (shape.enum !== undefined && typeof value !== 'boolean') checkEnum(shape, value, step, walk);
  if (shape.format === undefined) return;
  const wrong = checkFormat(shape.format, value);
  if (wrong !== undefined) report(walk, wrong.code, pathOfStep(step), (name) => `${name} ${wrong.requirement}`, wrong.fix);
}

const hasFallback = (shape: Shape, name: string): boolean => {
  const field = shape.fields?.get(name);
  return field !== undefined && shapeOf(field.shape).fallback !== undefined;
};

function checkEnum({ enum: values = new Map() }: Shape, value: string | number, step: Step | undefined, walk: Walk): void {
  const mark = values.get(value);
  if (mark !== undefined) reportMark(mark, (path) => `the value ${JSON.stringify(value)} of \`${formatPath(path)}\``, step as Step, walk);
  if (values.has(value)) return;
  const near = didYouMean(String(value), [...values.keys()].map(String));
  const list = [...values.keys()]
    .filter((entry) => entry !== '')
    .map((entry) => JSON.stringify(entry))
    .join(', ');
  report(
    walk,
    'GI1003',
    pathOfStep(step),
    (name) => `${name} must be one of ${list}, not ${JSON.stringify(value)}`,
    near === undefined ? undefined : `write \`${near}\``,
  );
}

function checkText(shape: Shape, value: string, step: Step | undefined, walk: Walk): void {
  const length = value.length <= (shape.maxSize ?? value.length) ? value.length : [...value].length;
  checkSize(shape, length, step, walk, 'characters');
  if (length > (shape.maxSize ?? length) || (value === '' && (shape.minSize ?? 0) > 0)) return;
  const broken = shape.patterns.find((pattern) => !patternOf(pattern).test(value));
  if (broken !== undefined)
    report(walk, 'GI1007', pathOfStep(step), (name) => `${name} must match \`${broken}\`, which ${JSON.stringify(value)} does not`);
}

function checkNumber(shape: Shape, value: number, step: Step | undefined, walk: Walk): void {
  const { lowest, highest } = shape;
  if (value >= (lowest ?? value) && value <= (highest ?? value)) return;
  const range =
    lowest === undefined ? `at most ${highest}` : highest === undefined ? `at least ${lowest}` : `between ${lowest} and ${highest}`;
  report(walk, 'GI1005', pathOfStep(step), (name) => `${name} must be ${range}, not ${value}`);
}

function checkSize(shape: Shape, size: number, step: Step | undefined, walk: Walk, unit: string): void {
  const { minSize = 0, maxSize } = shape;
  if (size >= minSize && size <= (maxSize ?? size)) return;
  const bound = size < minSize ? `at least ${minSize}` : `at most ${maxSize}`;
  const one = size < minSize && minSize === 1;
  report(walk, 'GI1006', pathOfStep(step), (name) =>
    one ? `${name} must not be empty` : `${name} must have ${bound} ${unit}, not ${size}`,
  );
}

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
