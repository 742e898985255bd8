import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { dedent } from './dedent.ts';
import { type Head, readHostAnnotations } from './head.ts';
import { sourceOf } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { Item, Source } from './item.ts';
import type { KubeObject, ObjectId } from './kube-object.ts';
import { type Mistake, readYaml } from './library-yaml.ts';
import { placeAt } from './place-at.ts';
import { notPlain, readPlainYaml } from './plain-yaml.ts';

/** A text that holds one object, and how it stands there. */
export interface Written {
  /** The text, dashes and margin included. */
  readonly slice: string;
  /** Offset and column of the first key in `slice`. */
  readonly start: number;
  readonly column: number;
  /** The text is one entry of a ResourceList. */
  readonly inList: boolean;
}

/** Text that cannot be read may be one of those whose lines must not be shown. */
const mayHoldSecret = /\bkind['"]?: *['"]?Secret\b/;

export function mistakeFinding(mistake: Mistake, text: string, source: Source, object?: ObjectId): Diagnostic {
  const { code, message, fix, offset, length } = mistake;
  const isSecret = object?.kind === 'Secret' || mayHoldSecret.test(text);
  return finding(code, {
    message,
    ...(fix ? { fix } : {}),
    ...(object ? { object } : {}),
    place: placeAt(text, source, offset, length, isSecret),
  });
}

const stub = (id: ObjectId): KubeObject => ({
  apiVersion: id.apiVersion,
  kind: id.kind,
  metadata: { name: id.name, namespace: id.namespace },
});

interface Known {
  readonly text: string;
  readonly source: Source;
  readonly parsed: { readonly object: KubeObject; readonly problems: readonly Diagnostic[] };
}

const none: readonly Diagnostic[] = [];

/** What an item tells of its place goes before what is known from outside, and hides lines that are not the user's. */
export const withDefaults = (told: Source, fallback: Source): Source => (told.file === undefined ? { ...fallback, ...told } : told);

/** The place of a text whose lines were moved to the left. Where lines are not known there are no columns either. */
export const indented = (source: Source, margin: number): Source => (source.line === undefined ? source : { ...source, margin });

function readPlain({ slice, start, column, inList }: Written, text: () => string): unknown {
  if (!slice.includes('\r')) return readPlainYaml(slice, start, column);
  const indent = inList ? 0 : column;
  const unix = text().replaceAll('\r\n', '\n');
  const leading = /^(?: *(?:#.*)?\n)*/.exec(unix) as RegExpExecArray;
  return readPlainYaml(unix, leading[0].length + indent, indent);
}

type Ask = <Field extends keyof Known>(field: Field) => Known[Field];

interface Task {
  readonly written: Written;
  readonly id: ObjectId;
  readonly fallback: Source;
  /** What was computed before. */
  known: { [Field in keyof Known]?: Known[Field] } | undefined;
}

const nothing = {};

/** The annotations of the hosts: those of the object where it was read before, which takes less than to look over its text. */
function annotationsOf({ slice }: Written, known: Task['known']): Readonly<Record<string, unknown>> {
  // Most files have none, and a look for what all of their keys hold takes next to nothing.
  if (!slice.includes('config.k')) return nothing;
  const { object, problems } = known?.parsed ?? {};
  if (object === undefined || problems !== none) return readHostAnnotations(slice);
  const { metadata } = object;
  return isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {};
}

const compute: { readonly [Field in keyof Known]: (task: Task, ask: Ask) => Known[Field] } = {
  text: ({ written }) => (written.inList ? dedent(written.slice, written.start, written.column) : written.slice),
  source: ({ written, fallback, known }) =>
    withDefaults(sourceOf(annotationsOf(written, known)), written.inList ? indented(fallback, written.column) : fallback),
  parsed: ({ written, id }, ask) => {
    const plain = readPlain(written, () => ask('text'));
    if (plain !== notPlain) return { object: plain as KubeObject, problems: none };
    const read = readYaml(ask('text'));
    if (!('mistake' in read)) return { object: read.value as KubeObject, problems: none };
    return { object: stub(id), problems: [mistakeFinding(read.mistake, ask('text'), ask('source'), id)] };
  },
};

const taskOf: unique symbol = Symbol('task');

interface Lazy {
  readonly [taskOf]: Task;
}

/** Computes a field when it is first asked for: for every item that is looked at closely there are many that are not. */
function ask<Field extends keyof Known>(item: object, field: Field): Known[Field] {
  const task = (item as Lazy)[taskOf];
  task.known ??= {};
  task.known[field] ??= compute[field](task, (other) => ask(item, other));
  return task.known[field] as Known[Field];
}

/** The lazy fields of all items that were read: one object for all of them, because making accessors anew takes longer than reading most items. */
const lazyFields = {
  get text(): string {
    return ask(this, 'text');
  },
  get source(): Source {
    return ask(this, 'source');
  },
  get object(): KubeObject {
    return ask(this, 'parsed').object;
  },
  get problems(): readonly Diagnostic[] {
    return ask(this, 'parsed').problems;
  },
};

/** An item whose identity is known and whose object is read when it is first asked for. */
export function textItem(written: Written, head: Head, fallback: Source): Item {
  const { apiVersion, kind, name, namespace } = head;
  const id: ObjectId = namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
  const slice = written.inList ? written.slice : undefined;
  // Put together in this way, all items share one shape; a literal with a prototype takes ten times as long.
  const item = Object.create(lazyFields);
  item.id = id;
  item.slice = slice;
  item[taskOf] = { written, id, fallback, known: undefined };
  return item;
}
