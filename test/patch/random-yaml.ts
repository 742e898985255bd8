import fc from 'fast-check';

interface Pen {
  /** The next random choice out of `count`. */
  readonly pick: (count: number) => number;
  /** Maps that have an anchor, as JSON, with its name: the same map may be an alias later on. */
  readonly anchors: Map<string, string>;
}

const keys = ['a', 'b', 'name', 'spec', 'x-y', 'k.io/z', 'on', '12', 'with space', 'é'];
const texts = [
  'plain',
  'two words',
  'true',
  '012',
  '',
  'a: b',
  '# no',
  "it's",
  'say "hi"',
  ' edge ',
  '{x',
  '- dash',
  '*star',
  'ünï',
  'a\nb\n',
  'x\n\n  y',
  'end\n\n',
];

const leaf = fc.oneof(
  fc.constantFrom(...texts),
  fc.integer({ min: -5, max: 99999 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(1.5, 1e21),
);

/** Values as Kubernetes objects have them. */
export const someValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('map'), tie('list')),
  map: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
  list: fc.array(tie('value'), { maxLength: 4 }),
})).value;

export const someMap = fc.dictionary(fc.constantFrom(...keys), someValue, { minKeys: 1, maxKeys: 5 });

/** The text of a map; `choices` decide how it is written. */
export function writeDocument(value: Record<string, unknown>, choices: readonly number[]): string {
  let next = 0;
  const pen: Pen = { pick: (count) => (choices[next++ % choices.length] ?? 0) % count, anchors: new Map() };
  const text = `${comment(pen, '')}${blockMap(pen, value, '', pen.pick(2) * 2).join('\n')}\n`;
  const cut = pen.pick(5) === 0 ? text.replace(/\n$/, '') : text;
  return pen.pick(4) === 0 ? cut.replaceAll('\n', '\r\n') : cut;
}

const comment = (pen: Pen, margin: string): string => (pen.pick(6) === 0 ? `${margin}# note: [x]\n` : '');
const tail = (pen: Pen): string => (pen.pick(6) === 0 ? ' # tail' : '');

function blockMap(pen: Pen, map: Record<string, unknown>, margin: string, listIndent: number): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const above = pen.pick(7) === 0 ? [pen.pick(2) === 0 ? '' : `${margin}# above`] : [];
    return [...above, ...entry(pen, `${margin}${keyText(pen, key)}:`, value, margin, listIndent)];
  });
}

function keyText(pen: Pen, key: string): string {
  const plain = /^[a-z][a-z.-]*$/.test(key) && key !== 'on' && pen.pick(5) > 0;
  return plain ? key : pen.pick(2) === 0 ? `'${key}'` : JSON.stringify(key);
}

const isMap = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);
const isEmpty = (value: unknown): boolean => value !== null && typeof value === 'object' && Object.keys(value).length === 0;

function entry(pen: Pen, lead: string, value: unknown, margin: string, listIndent: number): string[] {
  if (value === null || typeof value !== 'object' || isEmpty(value) || pen.pick(4) === 0) return scalarOrFlow(pen, lead, value, margin);
  const known = pen.anchors.get(JSON.stringify(value));
  if (known !== undefined) return [`${lead} *${known}${tail(pen)}`];
  const name = `n${pen.anchors.size}`;
  const anchor = pen.pick(8) === 0 ? ` &${name}` : '';
  const lines = Array.isArray(value)
    ? blockList(pen, value, margin + ' '.repeat(listIndent), listIndent)
    : blockMap(pen, value as Record<string, unknown>, `${margin}  `, listIndent);
  if (anchor) pen.anchors.set(JSON.stringify(value), name);
  return [`${lead}${anchor}${tail(pen)}`, ...lines];
}

function blockList(pen: Pen, list: readonly unknown[], margin: string, listIndent: number): string[] {
  return list.flatMap((value) => {
    const above = pen.pick(9) === 0 ? [`${margin}# element`] : [];
    if (isMap(value) && !isEmpty(value) && pen.pick(4) > 0) {
      const [first = '', ...others] = plainMap(pen, value, `${margin}  `, listIndent);
      return [...above, `${margin}- ${first.trimStart()}`, ...others];
    }
    if (Array.isArray(value) && value.length > 0 && pen.pick(2) === 0) {
      const [first = '', ...others] = blockList({ ...pen, pick: noComments(pen) }, value, `${margin}  `, listIndent);
      return [...above, `${margin}- ${first.trimStart()}`, ...others];
    }
    return [
      ...above,
      ...entry(
        pen,
        `${margin}-`,
        value,
        `${margin}  `.slice(0, Array.isArray(value) ? undefined : -2),
        Array.isArray(value) ? 0 : listIndent,
      ),
    ];
  });
}

/** The first line stands behind a dash, so it has no comment above. */
function plainMap(pen: Pen, map: Record<string, unknown>, margin: string, listIndent: number): string[] {
  const lines = blockMap(pen, map, margin, listIndent);
  return lines.slice(lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#')));
}

/** Comments above would stand behind the dash. */
const noComments = (pen: Pen) => (count: number) => (count === 9 || count === 7 ? 1 : pen.pick(count));

function scalarOrFlow(pen: Pen, lead: string, value: unknown, margin: string): string[] {
  if (typeof value === 'string' && value.includes('\n') && pen.pick(3) > 0 && !/^\s/.test(value)) return literal(pen, lead, value, margin);
  if (value === null && pen.pick(2) === 0) return [`${lead}${tail(pen)}`];
  if (value !== null && typeof value === 'object') {
    if (!isEmpty(value) && pen.pick(3) === 0) return openFlow(pen, lead, value, margin);
    return [`${lead} ${flow(pen, value)}${tail(pen)}`];
  }
  return [`${lead} ${scalar(pen, value)}${tail(pen)}`];
}

function literal(pen: Pen, lead: string, value: string, margin: string): string[] {
  const chomp = value.endsWith('\n\n') ? '+' : value.endsWith('\n') ? '' : '-';
  const body = value.replace(/\n$/, '').split('\n');
  return [`${lead} |${chomp}${tail(pen)}`, ...body.map((line) => (line === '' ? '' : `${margin}    ${line}`))];
}

function openFlow(pen: Pen, lead: string, value: object, margin: string): string[] {
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Object.entries(value).map(([key, child]) =>
    Array.isArray(value) ? flow(pen, child) : `${JSON.stringify(key)}: ${flow(pen, child)}`,
  );
  const trailing = pen.pick(2) === 0 ? ',' : '';
  return [
    `${lead} ${open}`,
    ...entries.map((text, at) => `${margin}    ${text}${at < entries.length - 1 ? ',' : trailing}${tail(pen)}`),
    `${margin}  ${close}`,
  ];
}

function flow(pen: Pen, value: unknown): string {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : scalar(pen, value);
  const space = pen.pick(2) === 0 ? ' ' : '';
  const entries = Array.isArray(value)
    ? value.map((child) => flow(pen, child))
    : Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${flow(pen, child)}`);
  return Array.isArray(value) ? `[${space}${entries.join(', ')}${space}]` : `{${space}${entries.join(', ')}${space}}`;
}

function scalar(pen: Pen, value: unknown): string {
  if (typeof value !== 'string') return value === 1e21 ? '1.0e+21' : String(value);
  if (value === 'plain' || value === 'two words') return [value, `'${value}'`, `"${value}"`][pen.pick(3)] as string;
  return !value.includes('\n') && pen.pick(2) === 0 ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
