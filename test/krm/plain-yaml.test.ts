import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { readYaml } from '../../functions/krm/library-yaml.ts';
import { notPlain, readPlainYaml } from '../../functions/krm/plain-yaml.ts';
import { suite } from '../suite.ts';

const runs = Number(process.env.FC_RUNS ?? 3000);

const samples = [
  `apiVersion: networking.istio.io/v1
kind: Gateway # the public one
metadata:
  name: 'shop''s'
  annotations: {}
  labels: {app: shop, "tier": 'web', list: [1, -2.5, {deep: yes}]}
spec:
  servers:
  - port:
      number: 443
      name: "https"
    hosts:
    - "*.example.com"
    - ns/a.example.com
  - - nested
    - list
  -
    late: map
`,
  `data:
  script: |
    # not a comment
    a: b

      deeper
  stripped: |-
    text
  kept: |+
    text

  # a comment
  url: http://example.com:80/a#b
  empty:
  list:
  - a
other: ~
`,
];

const scalars = [
  'a',
  'yes',
  'y',
  'on',
  'off',
  'no',
  'true',
  'null',
  '~',
  '',
  '0443',
  '0o17',
  '0x1F',
  '1e3',
  '1_000',
  '12:30:45',
  '2024-01-02',
  '.5',
  '.inf',
  '-',
  '- a',
  '-1',
  '+1',
  '*a',
  '&a b',
  '!!str 1',
  '"q"',
  "'q'",
  '"a\\nb"',
  '"a\\u0041"',
  "'it''s'",
  '"open',
  "'open",
  '{}',
  '[]',
  '{a: 1}',
  '[a, b]',
  '[a, ]',
  '{a}',
  '[a: b]',
  '{a: [b, {c: d}]}',
  '[a',
  '{"a":1}',
  '{a:1}',
  '{a: b:c}',
  '|',
  '|-',
  '>',
  '|2',
  'a: b',
  'a:',
  'a #b',
  'a#b',
  '# c',
  'a  ',
  'ä',
  '\u00a0',
  '\u2028',
  '<<',
  '? a',
  '@a',
  '%a',
  '`a',
  ':a',
  'a\tb',
  '\ta',
  '---',
  '...',
  '=',
  'constructor',
  '__proto__',
  '{{ a }}',
  'a, b',
  'a]',
  '"a" b',
  '"a" #b',
  '"a":b',
];
const keys = [
  'a',
  'b',
  'name',
  '"q"',
  "'q'",
  'y',
  'on',
  '1',
  '.5',
  'a b',
  'a.b/c',
  '<<',
  '__proto__',
  'constructor',
  '-a',
  '? a',
  '--- a',
  '... a',
  '[a]',
  '"a',
  'a:b',
  'a#b',
  'a #b',
  '~',
  '.dockerconfigjson',
  'ä',
];

const line = fc
  .record({
    indent: fc.integer({ min: 0, max: 6 }),
    dashes: fc.constantFrom('', '', '', '- ', '- - ', '-   ', '-\t'),
    key: fc.option(fc.constantFrom(...keys), { freq: 4 }),
    colon: fc.constantFrom(': ', ': ', ': ', ':', ' : ', ':  ', ':\t'),
    scalar: fc.constantFrom(...scalars),
    tail: fc.constantFrom('', '', '', '', ' ', ' # c', '#c'),
  })
  .map(
    ({ indent, dashes, key, colon, scalar, tail }) => `${' '.repeat(indent)}${dashes}${key === null ? '' : key + colon}${scalar}${tail}`,
  );

const start = fc.constantFrom('', '', 'a:\n', 'k: v\n', '- x\n', '# c\n');
const ending = fc.constantFrom('\n', '\n', '', '\n\n', '\n# c\n', '\n   \n', ' ');

function agree(text: string): void {
  const first = /^(?: *(?:#.*)?\n)*( *)/.exec(text) as RegExpExecArray;
  const plain = readPlainYaml(text, first[0].length, first[1]?.length ?? 0);
  if (plain === notPlain) return;
  const read = readYaml(text);
  if ('mistake' in read) throw new Error(`plain ${JSON.stringify(plain)}, library: ${read.mistake.message}`);
  assert.equal(JSON.stringify(plain), JSON.stringify(read.value));
}

const one = (value: string) => readPlainYaml(`a: ${value}\n`, 0, 0) as { a: unknown };

suite('plain YAML', {
  'reads what people write'() {
    for (const text of samples) assert.is.not(readPlainYaml(text, 0, 0), notPlain);
    assert.equal(readPlainYaml(samples[0] as string, 0, 0), (readYaml(samples[0] as string) as { value: unknown }).value);
    assert.equal(readPlainYaml(samples[1] as string, 0, 0), {
      data: {
        script: '# not a comment\na: b\n\n  deeper\n',
        stripped: 'text',
        kept: 'text\n\n',
        url: 'http://example.com:80/a#b',
        empty: null,
        list: ['a'],
      },
      other: null,
    });
  },

  'reads unquoted words and numbers as kubectl does'() {
    const values = {
      yes: true,
      off: false,
      y: true,
      '0443': 291,
      '0o17': 15,
      '-0x1F': -31,
      '0b11': 3,
      '1_000': 1000,
      '1e3': 1000,
      '1.': 1,
      '~': null,
    };
    for (const [text, value] of Object.entries(values)) assert.is(one(text).a, value, text);
    for (const text of ['12:30:45', '2024-01-02', '0o8', '1e', '10s', '1.2.3', '.e1', 'tRUE', '=']) assert.is(one(text).a, text);
  },

  'leaves everything that is not plain to the library'() {
    const others = [
      'a: &x 1',
      'a: *x',
      'a: !!str 1',
      '<<: {a: 1}',
      'a: >-\n  folded',
      'a: one\n  two',
      'a: "one\n  two"',
      'a: [1,\n  2]',
      'a: |2\n   x',
      'on: 1',
      'a: 1\na: 2',
      '__proto__: 1',
      'a: {b: 1, b: 2}',
      '\ta: 1',
      'a: 1\n  b: 2',
      'a: "x',
      '? a\n: b',
      'a: b: c',
      '- a\n- b',
      '--- \na: 1',
    ];
    for (const text of others) assert.is(readPlainYaml(`${text}\n`, 0, 0), notPlain, text);
  },

  'never disagrees with the library: lines put together at random'() {
    fc.assert(
      fc.property(start, fc.array(line, { minLength: 1, maxLength: 7 }), ending, (head, lines, tail) =>
        agree(head + lines.join('\n') + tail),
      ),
      { numRuns: runs },
    );
  },

  'never disagrees with the library: good documents with a few characters changed'() {
    const change = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', ' ', '\n', ':', '#', '"', "'", '-', '[', '}', '|', '>', '&', ',', '\t', '?', '  ', '\n\n', 'a'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(change, { maxLength: 4 }), (sample, changes) => {
        agree(
          changes.reduce((text, [at, cut, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut), sample),
        );
      }),
      { numRuns: runs },
    );
  },
});
