import * as fc from 'fast-check';
import { type Reference, type Shape, shapeOf } from '../../../functions/validate/fields/shape.ts';
import { likely, texts } from './texts.ts';

/** Values for a field: mostly such as its shape allows, sometimes not. `depth` is how many levels below may have optional fields. */
export function valueFor(reference: Reference, name: string, depth: number): fc.Arbitrary<unknown> {
  const shape = shapeOf(reference);
  return fc.oneof(
    { weight: 40, arbitrary: plainValue(shape, name, depth) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>('text', 7, true, {}, [], 1.5) },
  );
}

function plainValue(shape: Shape, name: string, depth: number): fc.Arbitrary<unknown> {
  if (shape.enum !== undefined) {
    const values = fc.constantFrom<unknown>(...shape.enum.keys());
    return fc.oneof({ weight: 12, arbitrary: values }, { weight: 1, arbitrary: fc.constantFrom('', 'NONSENSE') });
  }
  return makers[shape.type](shape, name, depth);
}

type Maker = (shape: Shape, name: string, depth: number) => fc.Arbitrary<unknown>;

const text: Maker = (_, name) => {
  const fitting = likely.find(([pattern]) => pattern.test(name))?.[1];
  return fitting === undefined ? fc.constantFrom(...texts) : fc.oneof(fc.constantFrom(...fitting), fc.constantFrom(...texts));
};

const integer: Maker = ({ lowest, highest }) => {
  const bounds = [lowest, highest].flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1]));
  return fc.constantFrom(...bounds, 0, 1, 2, 80, 100, 101, 443, 8080, 65535, 65536, -1, 65537);
};

/** Shapes are deep: what is not chosen is not made. */
const lazily = (make: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.constant(undefined).chain(make);

const object: Maker = (shape, name, depth) => {
  if (shape.fields === undefined && shape.values === undefined) return fc.constantFrom<unknown>({}, { a: 1 });
  if (shape.values !== undefined && shape.fields === undefined)
    return fc.dictionary(
      fc.constantFrom('app', 'version', 'a b', '', 'x*', '80', 'http', 'example.com/x', 'eu/*', 'x'.repeat(64)),
      valueFor(shape.values, name, depth - 1),
      {
        maxKeys: 2,
      },
    );
  const optional = Math.max(1, Math.round(30 / (shape.fields?.size ?? 1)));
  const fields = [...(shape.fields ?? [])].map(([key, field]) => {
    const value = lazily(() => valueFor(field.shape, key, depth - 1));
    const weight = shape.required.includes(key) ? 300 : depth > 0 ? optional : 0;
    return fc.oneof({ weight, arbitrary: value }, { weight: 10, arbitrary: fc.constant(undefined) }).map((made) => [key, made] as const);
  });
  return fc.tuple(...fields).map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
};

const makers: Readonly<Record<Shape['type'], Maker>> = {
  string: text,
  integer,
  number: () => fc.constantFrom(0, 1, 0.5, 100, 100.5, -1, 0.00001),
  boolean: () => fc.boolean(),
  any: () => fc.constantFrom<unknown>('x', 1, {}),
  intOrString: (shape, name, depth) => fc.oneof(integer(shape, name, depth), text(shape, name, depth)),
  quantity: () => fc.constantFrom<unknown>('100m', '1Gi', 1, '1GB', '-1', '0'),
  array: (shape, name, depth) =>
    fc.array(
      lazily(() => valueFor(shape.items ?? 'x', name, depth - 1)),
      { maxLength: 2 },
    ),
  object,
};
