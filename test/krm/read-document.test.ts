import * as assert from 'uvu/assert';
import { visit } from 'yaml';
import { isMap } from '../../functions/krm/is-map.ts';
import { parseYaml, readYaml } from '../../functions/krm/library-yaml.ts';
import { readDocument } from '../../functions/krm/read-document.ts';
import { suite } from '../suite.ts';

/** The text of every scalar of a document, from where it is said to stand. */
function pieces(text: string): string[] {
  const found: string[] = [];
  visit(parseYaml(text), {
    Scalar(_, { range }) {
      found.push(text.slice(range?.[0], range?.[1]));
    },
  });
  return found;
}

const read = (text: string): unknown => (readYaml(`- ${text}`) as { readonly value: readonly unknown[] }).value[0];

/** All keys and scalars, in their order. */
const scalars = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value.flatMap(scalars);
  return isMap(value) ? Object.entries(value).flatMap(([key, entry]) => [key, ...scalars(entry)]) : [value];
};

suite('readDocument', {
  'reads what the library reads, whatever stands before the first key'() {
    for (const text of [
      'v1\n',
      'yes',
      'true # no\n',
      '',
      '# a\n',
      '[]\n',
      'a: 1\nb: [x, y]\n',
      '  a: 1\n  b: 2\n',
      '# about\n\n---\n# more\na: {b: c}\n',
      '---\na: |\n  text\n',
      '--- # said\na: 1\n',
      'a: 1\r\nb: 2\r\n',
      'a: &x 1\nb: *x\n',
      '"a": 1\n',
      'a: 1\na: 2\n',
      'a: [\n',
      'a:\n- b\n---\nc: d\n',
      '{"a": {"b": [1, -2.5, 1e3, 0.0, true, null, "x: y\\u00e9\\n\\"c\\": "]}, "d": {}}\n',
      '{"a": 1, "a": 2}\n',
      '{"a": 1}\n# more\n',
      '{"a": 1,}\n',
      '{"a": {"__proto__": 1}}',
      '{"a": "yes", "b": "0443", "c": 123456789012345678901234567890, "2": 3}',
      '{a: 1}',
    ])
      assert.equal(readDocument(text), readYaml(text), text);
  },
  'reads escaped apostrophes as Go does'() {
    for (const [text, value] of [
      [`${String.raw`a: "it\'s"`}\n`, { a: "it's" }],
      [`${String.raw`a: ["\'", "\\'", "\""]`}\n`, { a: ["'", "\\'", '"'] }],
      [`${String.raw`a: &x "it\'s`}\n  two"\nb: *x\n`, { a: "it's two", b: "it's two" }],
      [`${String.raw`a: "x\'`}\ny"\nb: 1\n`, { a: "x' y", b: 1 }],
    ] as const) {
      assert.equal(readDocument(text), { value }, text);
      assert.equal(readYaml(text), { value }, text);
    }
    assert.is(JSON.stringify(readYaml(String.raw`a: "\q\'"`)).includes('"offset":4'), true);
  },
  'reads quoted and bracketed values whose lines are not deeper than their key, as Go does, and knows where they stand'() {
    for (const [text, value] of [
      ['a: "one\ntwo"\nb: 1\n', { a: 'one two', b: 1 }],
      ["a:\n  b: 'it''s\n\n two'\n  c: 1\n", { a: { b: "it's\ntwo", c: 1 } }],
      ['a:\n- - "x\ny"\n  - b\n', { a: [['x y', 'b']] }],
      ['a:\r\n  b: "x\\\r\n\ty"\r\n', { a: { b: 'xy' } }],
      ['a: {b: {c: "x\ny", d: [1,\n2]},\ne: 1\n}\nf: 2\n', { a: { b: { c: 'x y', d: [1, 2] }, e: 1 }, f: 2 }],
      ['a:\n  b: !!str\n    "x\n y"\n  c: z\n', { a: { b: 'x y', c: 'z' } }],
    ] as const) {
      assert.equal(readDocument(text), { value }, text);
      assert.equal(pieces(text).map(read), scalars(value), text);
    }
    assert.match(JSON.stringify(readDocument('a: "one\ntwo\nb: 1\n')), 'never closed');
  },
});
