import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { schemaErrors } from '../../functions/intent/check-schema.ts';
import { intentSchema, strictSchema } from '../../scripts/generate/schema.ts';
import { suite } from '../suite.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const schema = strictSchema(intentSchema(readFileSync(join(root, 'functions/intent/gateway-intent.schema.yaml'), 'utf8')));
const numRuns = Number(process.env.FC_RUNS ?? 1500);

/** Every intent of the samples. */
const intents: readonly object[] = readdirSync(join(root, 'samples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.expected.*)\.ya?ml$/.test(file))
  .flatMap((file) => parseAllDocuments(readFileSync(join(root, 'samples', file), 'utf8')))
  .map((document) => document.toJS() as { kind?: string } | null)
  .filter((object) => object?.kind === 'GatewayIntent') as object[];

type Parent = Record<string, unknown>;

const placesIn = (value: unknown): (readonly [Parent, string])[] =>
  value === null || typeof value !== 'object'
    ? []
    : Object.keys(value).flatMap((key) => [[value as Parent, key] as const, ...placesIn((value as Parent)[key])]);

const odd = fc.oneof(
  fc.constantFrom(null, '', 5, -1, 1.5, 70_000, true, [], {}, 'x'.repeat(300), '😀'.repeat(40), 'A_b', ['a'], [null], { a: 1 }, '*'),
  fc.json().map((text) => JSON.parse(text) as unknown),
);
const change = fc.record({ at: fc.nat(), from: fc.nat(), how: fc.constantFrom('delete', 'add', 'copy', 'set', 'set'), value: odd });

function changed(intent: object, changes: readonly (typeof change extends fc.Arbitrary<infer Value> ? Value : never)[]): object {
  const copy = structuredClone(intent);
  for (const { at, from, how, value } of changes) {
    const places = placesIn(copy);
    const [parent, key] = places[at % places.length] as readonly [Parent, string];
    const [other, otherKey] = places[from % places.length] as readonly [Parent, string];
    if (how === 'delete') delete parent[key];
    else if (how === 'add' && !Array.isArray(parent)) parent[`more%${from % 3}`] = structuredClone(value);
    else parent[key] = structuredClone(how === 'copy' ? other[otherKey] : value);
  }
  return copy;
}

const validate = new Ajv({ allErrors: true, inlineRefs: false, strict: false }).compile(schema);

/** What the schema says, in the same form. */
const expected = (value: object) =>
  (validate(value) ? [] : (validate.errors ?? [])).map(({ keyword, instancePath, params }) => ({
    keyword,
    at: instancePath.replaceAll('~1', '/').replaceAll('~0', '~'),
    field: params.additionalProperty ?? params.missingProperty,
  }));

const told = (value: object) =>
  schemaErrors(value).map(({ keyword, at, field }) => ({ keyword, at: at.map((step) => `/${step}`).join(''), field }));

suite('the schema of intents', {
  'every sample keeps to it'() {
    assert.ok(intents.length > 20);
    for (const intent of intents) assert.equal(told(intent), []);
  },
  'what is compiled says of any intent what the schema says'() {
    fc.assert(
      fc.property(fc.nat(), fc.array(change, { minLength: 1, maxLength: 3 }), (which, changes) => {
        const value = changed(intents[which % intents.length] as object, changes);
        assert.equal(told(value), expected(value));
      }),
      { numRuns },
    );
  },
  'a key may hold any character'() {
    const [first] = intents as [object];
    assert.equal(told({ ...first, 'a%/~b': 1 }), [{ keyword: 'additionalProperties', at: '', field: 'a%/~b' }]);
  },
});
