import type { ErrorObject } from 'ajv';
import { type Path, parsePointer } from '../diagnostics/path.ts';
import validate from './generated/validate-intent.cjs';

/** Something that the schema says against a value. */
export interface SchemaError {
  readonly keyword: string;
  /** The value that is meant; the map that should hold a missing field, or holds one too many. */
  readonly at: Path;
  /** The field that is missing or too many. */
  readonly field?: string;
  /** What the keyword asks for. */
  readonly wanted: unknown;
}

/** Everything that the schema of intents says against a value, in the order of the schema. */
export function schemaErrors(value: unknown): readonly SchemaError[] {
  return validate(value) ? [] : (validate.errors ?? []).map((error) => schemaError(value, error));
}

function schemaError(root: unknown, { keyword, instancePath, params }: ErrorObject): SchemaError {
  const field: string | undefined = params.additionalProperty ?? params.missingProperty;
  const wanted: unknown = params.type ?? params.allowedValues ?? params.pattern ?? params.limit;
  return { keyword, at: pathOf(root, instancePath), ...(field === undefined ? {} : { field }), wanted };
}

/** A JSON pointer as a path; positions in lists become numbers. */
function pathOf(root: unknown, pointer: string): Path {
  const path: (string | number)[] = [];
  let value = root;
  for (const key of parsePointer(pointer)) {
    const step = Array.isArray(value) ? Number(key) : key;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
    path.push(step);
  }
  return path;
}
