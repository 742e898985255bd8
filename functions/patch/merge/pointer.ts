import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { formatPath, type Path, parsePointer } from '../../diagnostics/path.ts';
import { quote } from '../../diagnostics/quote.ts';
import { isMap } from '../../krm/is-map.ts';

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** What is wrong with a pointer: a message, and how it is mended. */
export interface PointerMistake {
  readonly message: string;
  readonly fix: string;
}

/** Why a pointer leads nowhere in an object; `mayBeNew`: its last step may name what is not there yet, `-` the end of a list. */
export function pointerMistake(object: unknown, pointer: string, mayBeNew: boolean): PointerMistake | undefined {
  const steps = parsePointer(pointer);
  if (steps.length === 0) return { message: 'the whole object must not be replaced', fix: 'name a field, such as "/spec/replicas"' };
  let value = object;
  const path: (string | number)[] = [];
  for (const [depth, step] of steps.entries()) {
    const isNew = mayBeNew && depth === steps.length - 1;
    const mistake = Array.isArray(value) ? listMistake(value, step, isNew, pointer) : mapMistake(value, steps, depth, isNew, path);
    if (mistake !== undefined) return mistake;
    path.push(Array.isArray(value) ? Number(step) : step);
    value = (value as Record<string, unknown>)[step];
  }
  return undefined;
}

function listMistake(list: readonly unknown[], step: string, isNew: boolean, pointer: string): PointerMistake | undefined {
  const last = isNew ? list.length : list.length - 1;
  if (/^(?:0|[1-9][0-9]*)$/.test(step) && Number(step) <= last) return undefined;
  if (isNew && step === '-') return undefined;
  const positions = last < 0 ? 'it is empty' : `its positions are 0 to ${last}${isNew ? ', and "-" is its end' : ''}`;
  return { message: `${quote(step)} in ${quote(pointer)} is no position in the list: ${positions}`, fix: 'correct the position' };
}

function mapMistake(value: unknown, steps: readonly string[], depth: number, isNew: boolean, path: Path): PointerMistake | undefined {
  const step = steps[depth] as string;
  const parent = path.length === 0 ? 'the object' : `\`${formatPath(path)}\``;
  if (!isMap(value)) return { message: `${parent} is ${quote(value ?? null)} and has no fields`, fix: 'correct the path' };
  if (isNew || (Object.hasOwn(value, step) && value[step] !== undefined)) return undefined;
  const whole = steps.slice(depth).join('/');
  const isKeyWithSlash =
    whole !== step && (Object.hasOwn(value, whole) || ['labels', 'annotations', 'matchLabels'].includes(`${path.at(-1)}`));
  if (isKeyWithSlash) return { message: `${parent} has no ${quote(step)}`, fix: `write "/" inside of a key as "~1": "${escaped(whole)}"` };
  const near = didYouMean(step, Object.keys(value));
  return {
    message: `${parent} has no ${quote(step)}`,
    fix: near === undefined ? 'correct the path, or add the field first with "op: add"' : `did you mean "${near}"?`,
  };
}
