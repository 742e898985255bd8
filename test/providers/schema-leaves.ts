import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
}

/** A field of the spec that has no fields of its own. */
export interface Leaf {
  /** `expose[].routes[].timeout`. */
  readonly field: string;
  readonly schema: Schema;
}

/** Every leaf of the spec of an intent, in the order of the schema. */
export function schemaLeaves(): Leaf[] {
  const text = readFileSync(new URL('../../functions/intent/gateway-intent.schema.yaml', import.meta.url), 'utf8');
  const root = parse(text) as Schema;
  return [...leavesOf(root.properties?.spec as Schema, '')];
}

function* leavesOf(schema: Schema, field: string): Generator<Leaf> {
  if (schema.properties !== undefined)
    for (const [name, below] of Object.entries(schema.properties)) yield* leavesOf(below, field === '' ? name : `${field}.${name}`);
  else if (schema.items !== undefined) yield* leavesOf(schema.items, `${field}[]`);
  else yield { field, schema };
}
