import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Document, isCollection, isMap, isNode, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import type { Path } from '../../functions/diagnostics/path.ts';
import { valueAt } from '../../functions/diagnostics/path.ts';
import { endLine } from '../../functions/krm/end-line.ts';
import { readYaml } from '../../functions/krm/library-yaml.ts';
import { type Change, changed } from '../../functions/patch/edit/change.ts';
import { same } from '../../functions/patch/edit/difference.ts';
import { editText } from '../../functions/patch/edit/edit-text.ts';
import { suite } from '../suite.ts';
import { someMap, someValue, writeDocument } from './random-yaml.ts';

function parsed(text: string): unknown {
  const read = readYaml(text);
  if ('mistake' in read) throw new Error(`${read.mistake.message} in\n${text}`);
  return read.value;
}

/** Every place where something is, or could be added. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value))
    return [...value.flatMap((child, at) => [[...path, at], ...placesIn(child, [...path, at])]), [...path, value.length]];
  if (value === null || typeof value !== 'object') return [];
  return [
    ...Object.entries(value).flatMap(([key, child]) => [[...path, key], ...placesIn(child, [...path, key])]),
    [...path, 'new'],
    [...path, 'q', 'deep'],
  ];
}

interface Sample {
  readonly text: string;
  readonly change: Change;
}

const sample: fc.Arbitrary<Sample> = fc
  .tuple(someMap, fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 }), fc.nat(), someValue, fc.boolean())
  .map(([value, choices, where, added, removes]) => {
    const text = closed(writeDocument(value, choices));
    const known = parsed(text);
    const all = placesIn(known).filter((path) => !removes || valueAt(known, path) !== undefined);
    const path = all[where % all.length] as Path;
    return { text, change: removes ? { path, remove: true } : { path, value: added } };
  });

/** A block that ends with the text is read in two ways, by Go and by the book: what is made of it has a test of its own. */
function closed(text: string): string {
  const ended = endLine(text);
  return text === ended || ended === `${text}\n` ? text : `${text}\n`;
}

interface Spot {
  readonly document: Document;
  readonly counter: LineCounter;
}

/** The lines, counted from 1, that a change may touch; none where something is added behind what is there. */
function concerned(text: string, { path, ...change }: Change): readonly [number, number] | undefined {
  const counter = new LineCounter();
  const spot = { document: parseDocument(text, { lineCounter: counter, logLevel: 'silent', merge: true }), counter };
  for (let depth = 0; depth < path.length; depth++) {
    const node = nodeAt(spot, path.slice(0, depth));
    const isOpen = isCollection(node) && !node.flow && node.items.length > 0;
    const isLast = depth === path.length - 1;
    if (!isOpen || ('remove' in change && isLast && node.items.length === 1)) return linesAt(spot, path.slice(0, depth));
    if (!node.has(path[depth])) return undefined;
  }
  return linesAt(spot, path);
}

const nodeAt = ({ document }: Spot, path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));

/** From the key, or the end of the element before, to the end of the value. */
function linesAt(spot: Spot, path: Path): readonly [number, number] {
  const step = path.at(-1);
  const node = nodeAt(spot, path);
  const parent = path.length === 0 ? undefined : nodeAt(spot, path.slice(0, -1));
  const start = typeof step === 'number' ? elementStart(spot, path, parent) : keyStart(parent, step);
  const end = Math.max(isNode(node) ? (node.range?.[1] ?? 0) : 0, start, startOfNext(parent, step));
  const { counter } = spot;
  return [counter.linePos(start).line - (typeof step === 'number' ? 1 : 0), counter.linePos(Math.max(0, end - 1)).line + 1];
}

function elementStart(spot: Spot, path: Path, parent: unknown): number {
  const at = path.at(-1) as number;
  const sibling = at > 0 ? nodeAt(spot, [...path.slice(0, -1), at - 1]) : undefined;
  return (isNode(sibling) ? sibling.range?.[1] : (parent as Node).range?.[0]) ?? 0;
}

const pairsOf = (parent: unknown) => (isMap(parent) ? parent.items.filter(isPair) : []);

function keyStart(parent: unknown, step: string | undefined): number {
  const key = pairsOf(parent).find((pair) => String(pair.key) === step)?.key;
  return isNode(key) ? (key.range?.[0] ?? 0) : 0;
}

/** What goes from the line of a dash makes room for the key behind it. */
function startOfNext(parent: unknown, step: string | number | undefined): number {
  const pairs = pairsOf(parent);
  const index = pairs.findIndex(({ key }) => String(key) === String(step));
  const next = pairs[index + 1]?.key;
  return index === 0 && isNode(next) ? (next.range?.[1] ?? 0) : 0;
}

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.replace(/\r$/, ''));

suite('editText', {
  'the result says what was asked for, in any way of writing YAML'() {
    fc.assert(
      fc.property(sample, ({ text, change }) => {
        const wanted = changed(parsed(text), [change]);
        const result = editText(text, [change]);
        assert.ok(same(parsed(result), wanted), `${JSON.stringify(change)}\n${text}\n=====\n${result}`);
        assert.is(editText(result, [{ path: [], value: wanted }]), result);
      }),
      { numRuns: 250 },
    );
  },
  'lines that are not concerned stay as they are'() {
    fc.assert(
      fc.property(sample, ({ text, change }) => {
        const wanted = changed(parsed(text), [change]) as object;
        const siblings = valueAt(parsed(text), change.path.slice(0, -1));
        fc.pre(!Array.isArray(siblings) || new Set(siblings.map((entry) => JSON.stringify(entry))).size === siblings.length);
        fc.pre(!/[&*]n\d|\|\+/.test(text) && Object.keys(wanted).length > 0 && !same(parsed(text), wanted));
        const before = linesOf(text);
        const after = linesOf(editText(text, [change]));
        let head = 0;
        while (head < before.length && before[head] === after[head]) head++;
        let tail = 0;
        while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
        const touched = concerned(text, change);
        const [from, to] = touched ?? [head + 1, head];
        const message = `${JSON.stringify(change)} (lines ${from} to ${to})\n${text}\n=====\n${editText(text, [change])}`;
        assert.ok(head >= from - 1, message);
        assert.ok(before.length - tail <= to, message);
      }),
      { numRuns: 250 },
    );
  },
  'a mesh configuration keeps its comments, order, quotes, anchors and line breaks'() {
    const text = [
      '# The mesh of production.',
      'apiVersion: sailoperator.io/v1',
      'kind: Istio',
      'metadata: {name: default}',
      'spec:',
      '    namespace: "istio-system"   # do not move',
      '    values:',
      '        meshConfig: &mesh',
      '            outboundTrafficPolicy:',
      "                mode: 'ALLOW_ANY'  # for now",
      '',
      '            extensionProviders:',
      '            - name: otel',
      '              opentelemetry: {port: 4317, service: otel.observability.svc.cluster.local}',
      '            # the end',
      '',
    ];
    const changes: Change[] = [
      { path: ['spec', 'values', 'meshConfig', 'outboundTrafficPolicy', 'mode'], value: 'REGISTRY_ONLY' },
      { path: ['spec', 'values', 'meshConfig', 'extensionProviders', 1], value: { name: 'authz', envoyExtAuthzGrpc: { port: 9000 } } },
      { path: ['spec', 'values', 'meshConfig', 'extensionProviders', 0, 'opentelemetry', 'timeout'], value: '2s' },
    ];
    const expected = text.with(9, "                mode: 'REGISTRY_ONLY'  # for now");
    expected[13] = '              opentelemetry: {port: 4317, service: otel.observability.svc.cluster.local, timeout: 2s}';
    expected.splice(14, 0, '            - name: authz', '              envoyExtAuthzGrpc:', '                port: 9000');
    for (const newline of ['\n', '\r\n']) assert.is(editText(text.join(newline), changes), expected.join(newline));
  },
  'an alias is written out where only one of its uses changes'() {
    const text = 'base: &base\n  a: 1\n  b: 2\none: *base\ntwo:\n  <<: *base\n  c: 3\n';
    assert.is(
      editText(text, [{ path: ['one', 'a'], value: 9 }]),
      'base: &base\n  a: 1\n  b: 2\none:\n  a: 9\n  b: 2\ntwo:\n  <<: *base\n  c: 3\n',
    );
    assert.is(
      editText(text, [{ path: ['two', 'a'], value: 9 }]),
      'base: &base\n  a: 1\n  b: 2\none: *base\ntwo:\n  <<: *base\n  c: 3\n  a: 9\n',
    );
    assert.equal(parsed(editText(text, [{ path: ['base', 'a'], value: 9 }])), {
      base: { a: 9, b: 2 },
      one: { a: 1, b: 2 },
      two: { a: 1, b: 2, c: 3 },
    });
  },
  'a literal block keeps its margin, and lines that stay are the same bytes'() {
    const text =
      'data:\n  mesh: |-\n      # logs\n      accessLogFile: /dev/stdout\n\n      rootNamespace: istio-system\n  meshNetworks: "networks: {}"\n';
    const mesh = '# logs\naccessLogFile: /dev/stdout\n\nrootNamespace: istio-config\noutboundTrafficPolicy:\n  mode: REGISTRY_ONLY';
    assert.is(
      editText(text, [{ path: ['data', 'mesh'], value: mesh }]),
      'data:\n  mesh: |-\n      # logs\n      accessLogFile: /dev/stdout\n\n      rootNamespace: istio-config\n      outboundTrafficPolicy:\n        mode: REGISTRY_ONLY\n  meshNetworks: "networks: {}"\n',
    );
  },
  'JSON stays JSON'() {
    const text = '{\n  "kind": "Namespace",\n  "metadata": {\n    "name": "shop"\n  }\n}\n';
    assert.is(
      editText(text, [{ path: ['metadata', 'labels'], value: { 'istio-injection': 'enabled' } }]),
      '{\n  "kind": "Namespace",\n  "metadata": {\n    "name": "shop",\n    "labels": {"istio-injection": "enabled"}\n  }\n}\n',
    );
  },
  'a text that is no YAML is left alone'() {
    assert.is(editText('a: [1\nb: 2\n', [{ path: ['b'], value: 3 }]), 'a: [1\nb: 2\n');
  },
  'a literal value at the end of a text is the same for Go when something stands behind it'() {
    const change: Change = { path: ['b'], value: 1 };
    assert.is(editText('a: |\n  x', [change]), 'a: |-\n  x\nb: 1\n');
    assert.is(editText('a: |\n  x', []), 'a: |\n  x');
    assert.is(editText('a: 1', [change]), 'a: 1\nb: 1');
  },
});
