import type { Expression } from './cel.ts';

export type ShapeType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'any' | 'intOrString' | 'quantity';

/** What a value may look like: the part of an OpenAPI schema that decides whether the API server accepts it. */
export interface Shape {
  readonly type: ShapeType;
  readonly fields?: Readonly<Record<string, Field>>;
  /** The values of a map. */
  readonly values?: Shape;
  readonly items?: Shape;
  /** Fields that are not named are kept, not refused. */
  readonly open?: boolean;
  readonly nullable?: boolean;
  readonly enum?: readonly EnumValue[];
  readonly lowest?: number;
  readonly highest?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly pattern?: readonly string[];
  readonly format?: string;
  readonly fallback?: unknown;
  /** Entries must differ in these fields, or as wholes. */
  readonly unique?: readonly string[] | true;
  readonly oneOf?: readonly OneOf[];
  readonly constraints?: readonly Constraint[];
}

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
  readonly mark?: Mark;
}

/** Where a field or value can be used. */
export interface Mark {
  /** The first compared release that has it, and the last one that had it not. */
  readonly since?: string;
  readonly missingIn?: string;
  /** Only in the experimental channel of the Gateway API. */
  readonly experimental?: boolean;
}

export interface EnumValue {
  readonly value: string | number;
  readonly mark?: Mark;
}

export interface OneOf {
  readonly names: readonly string[];
  /** One of them must be there. */
  readonly needed: boolean;
}

export interface Constraint {
  readonly expression: Expression;
  /** The rule that reports it. */
  readonly code: string;
  /** Holds in one channel of the Gateway API only. */
  readonly only?: 'standard' | 'experimental';
}

export interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly versions: Readonly<Record<string, { readonly shape: Shape; readonly deprecated: boolean; readonly experimental?: boolean }>>;
  readonly mark?: Mark;
}
