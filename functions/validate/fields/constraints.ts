import { formatPath, type Path } from '../../diagnostics/path.ts';
import { shapeReach } from '../generated/shapes.ts';
import type { FieldFinding } from './check-fields.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { type Constraint, type Reference, shapeOf } from './shape.ts';

const empty = { variables: {} };

/** Every constraint over several fields that an object breaks. Upstream asks after its defaults are filled in, and so does this. */
export function checkConstraints(kind: string, shape: Reference, object: unknown): readonly FieldFinding[] {
  const { constraints, fallbacks } = reach(shape);
  if (!constraints) return [];
  const found: FieldFinding[] = [];
  const written = withoutNulls(object);
  walk(shape, fallbacks ? withFallbacks(shape, written) : written, [], found);
  const certain = new Set(found.filter((entry) => entry.severity === undefined).map((entry) => `${entry.code} ${formatPath(entry.path)}`));
  return found
    .filter((entry) => entry.severity === undefined || !certain.has(`${entry.code} ${formatPath(entry.path)}`))
    .map((entry) => (entry.path.length === 0 ? { ...entry, message: entry.message.replace('``', kind) } : entry));
}

/** Whether a shape, or any below it, has constraints or defaults: most have none and need no second walk. */
function reach(reference: Reference): { readonly constraints: boolean; readonly fallbacks: boolean } {
  const bits = typeof reference === 'string' ? 0 : shapeReach.charCodeAt(reference) - 48;
  return { constraints: (bits & 1) !== 0, fallbacks: (bits & 2) !== 0 };
}

/** The API server drops fields that are null before it asks; what has none is handed back as it is. */
function withoutNulls(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const entries = value.map(withoutNulls);
    return entries.some((entry, index) => entry !== value[index]) ? entries : value;
  }
  const fields = Object.entries(value).map(([name, field]) => [name, withoutNulls(field)] as const);
  const isClean = fields.every(([name, field]) => field !== null && field === (value as Loose)[name]);
  return isClean ? value : Object.fromEntries(fields.filter(([, field]) => field !== null));
}

type Loose = Readonly<Record<string, unknown>>;

function withFallbacks(reference: Reference, value: unknown): unknown {
  if (!reach(reference).fallbacks || value === null || typeof value !== 'object') return value;
  const shape = shapeOf(reference);
  if (Array.isArray(value)) return shape.items === undefined ? value : value.map((entry) => withFallbacks(shape.items as Reference, entry));
  const filled: Record<string, unknown> = { ...value };
  for (const [name, field] of shape.fields ?? []) {
    if (filled[name] === undefined || filled[name] === null) {
      const { fallback } = shapeOf(field.shape);
      if (fallback !== undefined) filled[name] = fallback;
    }
    if (filled[name] !== undefined) filled[name] = withFallbacks(field.shape, filled[name]);
  }
  if (shape.values !== undefined)
    for (const key of Object.keys(value)) if (!shape.fields?.has(key)) filled[key] = withFallbacks(shape.values, (value as Loose)[key]);
  return filled;
}

function walk(reference: Reference, value: unknown, path: Path, found: FieldFinding[]): void {
  if (!reach(reference).constraints || value === undefined || value === null) return;
  const shape = shapeOf(reference);
  for (const constraint of shape.constraints) {
    if (evaluate(constraint.expression, { ...empty, self: value }) !== true) found.push(...findingsOf(constraint, value, path));
  }
  if (typeof value !== 'object') return;
  if (Array.isArray(value)) {
    if (shape.items !== undefined) for (const [index, entry] of value.entries()) walk(shape.items, entry, [...path, index], found);
    return;
  }
  for (const [name, entry] of Object.entries(value)) {
    const child = shape.fields?.get(name)?.shape ?? shape.values;
    if (child !== undefined) walk(child, entry, [...path, name], found);
  }
}

function findingsOf(constraint: Constraint, value: unknown, path: Path): readonly FieldFinding[] {
  return explain(constraint.expression, value).map(({ path: below, requirement, conditions }) => {
    const full = [...path, ...below];
    const told = conditions.filter((text) => !isImplied(text, below, conditions));
    const when = told.length === 0 ? '' : ` when ${told.join(' and ')}`;
    const channel = constraint.only === undefined ? '' : `, in the ${constraint.only} channel of the Gateway API`;
    return {
      code: constraint.code,
      path: full,
      message: `\`${formatPath(full)}\` ${requirement}${when}${channel}`,
      ...(constraint.only !== undefined ? { severity: 'warning' as const } : {}),
    };
  });
}

/** That a field is set goes without saying where something is said of it, or of a field in it. */
function isImplied(condition: string, path: Path, conditions: readonly string[]): boolean {
  const field = /^`(.+)` is set$/.exec(condition)?.[1];
  if (field === undefined) return false;
  const others = [...conditions.filter((other) => other !== condition), `\`${formatPath(path)}\``];
  return others.some((other) => [`\`${field}\``, `\`${field}.`, `\`${field}[`].some((start) => other.startsWith(start)));
}
