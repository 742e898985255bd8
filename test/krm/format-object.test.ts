import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { commentsOf } from '../../functions/krm/comments.ts';
import { formatObject } from '../../functions/krm/format-object.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { readYaml } from '../../functions/krm/library-yaml.ts';
import { suite } from '../suite.ts';

const object = (fields: Record<string, unknown>) => ({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, ...fields }) as KubeObject;

const tricky = fc.oneof(
  fc.constantFrom(
    ...[
      'yes',
      'on',
      'y',
      'off',
      'NO',
      '0443',
      '0o17',
      '1e3',
      '1_000',
      '12:30:45',
      '1:20',
      '2024-01-02',
      '2001-12-14t21:59:43.10-05:00',
      '~',
      'null',
      '',
      ' ',
      ' a',
      'a ',
      'a: b',
      'a:',
      'a #b',
    ],
    ...[
      '#a',
      '- a',
      '-',
      '*.example.com',
      '&a',
      '!a',
      '|',
      '>',
      '%a',
      '@a',
      '`a',
      "it's",
      '"q"',
      '{a}',
      '[a]',
      'a,b',
      '?',
      '? a',
      ':a',
      '=',
      '<<',
      '.5',
      '+1',
      '0x1F',
      '.inf',
      '.NaN',
      '1.',
      '---',
      '...',
      '^/a\\.b"$',
      '\ta',
      'a\tb',
    ],
    ...[
      'a\nb',
      'a\nb\n',
      'a\n\n',
      '\na',
      ' a\nb',
      'a \nb',
      '# a\nb\n',
      'a\r\nb',
      '\n',
      '\n\n',
      'a\n b\n',
      '\u2028',
      '\u0085',
      '\ufeffa',
      '\u0000',
      '\u007f',
      'ä',
      '😀',
      '\ud800',
      '__proto__',
      'constructor',
      '10s',
      '1.2.3.4',
      '10.0.0.0/8',
    ],
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '#', ':', '-', "'", '"', '\\', '0', '1', '.', '_', 'e'), maxLength: 10 }),
);

const key = tricky.filter((text) => text !== '__proto__');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    tricky,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0 || 0),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('node'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
})).node as fc.Arbitrary<unknown>;

suite('formatObject', {
  'writes what Kubernetes people expect to read'() {
    const text = formatObject({
      spec: {
        hosts: ['*.example.com', 'shop.example.com'],
        port: 8080,
        empty: {},
        none: [],
        missing: undefined,
        when: 'yes',
        mode: '0443',
        regex: '^/a\\.b$',
        script: 'a\nb\n',
      },
      metadata: { annotations: { b: 'true' }, labels: { app: 'shop' }, namespace: 'shop', name: 'shop' },
      kind: 'Thing',
      apiVersion: 'example.com/v1',
      status: { list: [{ name: 'a', nested: [['x']] }] },
    } as unknown as KubeObject);
    assert.is(
      text,
      `apiVersion: example.com/v1
kind: Thing
metadata:
  name: shop
  namespace: shop
  labels:
    app: shop
  annotations:
    b: "true"
spec:
  hosts:
  - "*.example.com"
  - shop.example.com
  port: 8080
  empty: {}
  none: []
  when: "yes"
  mode: "0443"
  regex: '^/a\\.b$'
  script: |
    a
    b
status:
  list:
  - name: a
    nested:
    - - x
`,
    );
  },

  'is read back as it was, by readers of YAML 1.2, of YAML 1.1, and by us'() {
    fc.assert(
      fc.property(value, (spec) => {
        const made = object({ spec });
        const text = formatObject(made);
        const plain = JSON.stringify(made);
        const ours = readYaml(text);
        assert.is(JSON.stringify('value' in ours ? ours.value : ours.mistake), plain, text);
        for (const version of ['1.1', '1.2'] as const)
          assert.is(JSON.stringify(parse(text, { version, uniqueKeys: false })), plain, `${version}\n${text}`);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1500) },
    );
  },

  'puts the comments of the earlier text where they were'() {
    const old = `# licence

# about
apiVersion: v1
kind: A # the kind
metadata:
  name: a
spec:
  # all hosts
  hosts: # of the shop
  - a.example.com # first
  # the second
  - b.example.com
  servers:
  - name: one # n1
    # deep
    port: 1
# foot
`;
    const made = object({
      spec: {
        hosts: ['new.example.com', 'b.example.com', 'a.example.com'],
        servers: [
          { name: 'zero', port: 0 },
          { name: 'one', port: 2 },
        ],
      },
    });
    assert.is(
      formatObject(made, commentsOf(old, (readYaml(old) as { value: KubeObject }).value)),
      `# licence

# about
apiVersion: v1
kind: A # the kind
metadata:
  name: a
spec:
  # all hosts
  hosts: # of the shop
  - new.example.com
  # the second
  - b.example.com
  - a.example.com # first
  servers:
  - name: zero
    port: 0
  - name: one # n1
    # deep
    port: 2
# foot
`,
    );
  },
});
