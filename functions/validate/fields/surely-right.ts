import { patternOf } from '../syntax/pattern.ts';
import { checkFormat } from './formats.ts';
import { type Field, type Mark, type Reference, type Shape, shapeOf } from './shape.ts';

/** Whether a marked field or value can be used where the object is applied. */
type IsFree = (mark: Mark) => boolean;

/**
 * Whether `checkFields` finds nothing in a value, told without making anything: nearly all objects are right. Where this is false, that function has the last word.
 */
export function isSurelyRight(reference: Reference, value: unknown, isFree: IsFree): boolean {
  const shape = shapeOf(reference);
  const { type } = shape;
  if (type === 'any') return true;
  if (typeof value === 'string') {
    const isText = type === 'string' || type === 'intOrString' || type === 'quantity';
    return isText && (shape.isSimple || isRightText(shape, value, isFree));
  }
  if (typeof value === 'boolean') return type === 'boolean' && shape.format === undefined;
  if (typeof value === 'number') return isRightNumber(shape, value, isFree);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return type === 'array' && isRightList(shape, value, isFree);
  return type === 'object' && isRightMap(shape, value as Readonly<Record<string, unknown>>, isFree);
}

function isRightText(shape: Shape, value: string, isFree: IsFree): boolean {
  const { minSize = 0, maxSize, patterns, format } = shape;
  // What counts is characters, of which one may be two units long.
  const needed = minSize < 2 ? minSize : 2 * minSize;
  if (value.length < needed || value.length > (maxSize ?? value.length)) return false;
  for (const pattern of patterns) if (!patternOf(pattern).test(value)) return false;
  return isListed(shape, value, isFree) && (format === undefined || checkFormat(format, value) === undefined);
}

function isRightNumber(shape: Shape, value: number, isFree: IsFree): boolean {
  const { type, lowest, highest, format } = shape;
  const isNumeric = type === 'number' || type === 'quantity' || ((type === 'integer' || type === 'intOrString') && Number.isInteger(value));
  if (!isNumeric || shape.isSimple) return isNumeric;
  if (!(value >= (lowest ?? value) && value <= (highest ?? value))) return false;
  return isListed(shape, value, isFree) && (format === undefined || checkFormat(format, value) === undefined);
}

function isListed({ enum: listed }: Shape, value: string | number, isFree: IsFree): boolean {
  if (listed === undefined) return true;
  const mark = listed.get(value);
  return mark === undefined ? listed.has(value) : isFree(mark);
}

function isRightMap(shape: Shape, value: Readonly<Record<string, unknown>>, isFree: IsFree): boolean {
  const { required, oneOf } = shape;
  if (shape.isTextMap) return areTexts(value);
  let count = 0;
  for (const key in value) {
    const entry = value[key];
    const field = shape.fields?.get(key);
    // Plain texts are by far the most.
    const isPlain = typeof entry === 'string' && field !== undefined && field.shape === 's' && field.mark === undefined;
    if (!isPlain && !isRightEntry(shape, field, entry, isFree)) return false;
    if (entry !== null) count++;
  }
  for (const name of required) if ((value[name] ?? undefined) === undefined) return false;
  return isSized(shape, count) && (oneOf.length === 0 || isOne(oneOf, value));
}

/** What is null stands for nothing. */
function areTexts(value: Readonly<Record<string, unknown>>): boolean {
  for (const key in value) if (typeof value[key] !== 'string' && value[key] !== null) return false;
  return true;
}

function isRightEntry({ values, open }: Shape, field: Field | undefined, entry: unknown, isFree: IsFree): boolean {
  if (field?.mark !== undefined && !isFree(field.mark)) return false;
  const shape = field?.shape ?? values;
  if (shape === undefined) return open;
  return entry === null || isSurelyRight(shape, entry, isFree);
}

const isSized = ({ minSize, maxSize }: Shape, size: number): boolean => size >= (minSize ?? size) && size <= (maxSize ?? size);

function isOne(oneOf: Shape['oneOf'], value: Readonly<Record<string, unknown>>): boolean {
  for (const { names, needed } of oneOf) {
    let set = 0;
    for (const name of names) if ((value[name] ?? undefined) !== undefined) set++;
    if (set > 1 || (needed && set === 0)) return false;
  }
  return true;
}

function isRightList(shape: Shape, value: readonly unknown[], isFree: IsFree): boolean {
  const { items, unique } = shape;
  if (!isSized(shape, value.length)) return false;
  if (items === undefined) return true;
  for (let at = 0; at < value.length; at++) if (!isSurelyRight(items, value[at], isFree)) return false;
  return unique === undefined || value.length < 2 || areDifferent(unique, value);
}

/** Whether the first field that entries must differ in, or the entry as a whole, is a text or a number that no other entry has. */
function areDifferent(unique: readonly string[] | true, value: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  for (const entry of value) {
    const own = unique === true ? entry : (entry as Readonly<Record<string, unknown>>)[unique[0] as string];
    if (own === undefined || own === null || typeof own === 'object') return false;
    seen.add(own);
  }
  return seen.size === value.length;
}
