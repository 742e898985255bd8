import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { dedent } from './dedent.ts';
import { type Head, readHostAnnotations } from './head.ts';
import { sourceOf } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { Item, Source } from './item.ts';
import type { KubeObject, ObjectId } from './kube-object.ts';
import { readYaml } from './library-yaml.ts';
import { placeAt } from './place-at.ts';
import { notPlain, readPlainYaml } from './plain-yaml.ts';
import type { Mistake } from './yaml-mistake.ts';

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
    message: isSecret ? message.replace(/^alias "[^"]*"/, 'an alias') : message,
    ...(fix && !isSecret ? { fix } : {}),
    ...(object ? { object } : {}),
    place: placeAt(text, source, offset, length, isSecret),
  });
}

const stub = (id: ObjectId): KubeObject => ({
  apiVersion: id.apiVersion,
  kind: id.kind,
  metadata: { name: id.name, namespace: id.namespace },
});

interface Parsed {
  readonly object: KubeObject;
  readonly problems: readonly Diagnostic[];
}

const none: readonly Diagnostic[] = [];

/** What an item tells of its place goes before what is known from outside, and hides lines that are not the user's. */
export const withDefaults = (told: Source, fallback: Source): Source => (told.file === undefined ? { ...fallback, ...told } : told);

/** The place of a text whose lines were moved to the left. Where lines are not known there are no columns either. */
export const indented = (source: Source, margin: number): Source => (source.line === undefined ? source : { ...source, margin });

interface Task extends Written {
  readonly id: ObjectId;
  readonly fallback: Source;
  /** What was computed before. */
  text: string | undefined;
  source: Source | undefined;
  parsed: Parsed | undefined;
}

const nothing = {};

/** The annotations of the hosts: those of the object where it was read before, which takes less than to look over its text. */
function annotationsOf({ slice, parsed }: Task): Readonly<Record<string, unknown>> {
  // Most files have none, and a look for what all of their keys hold takes next to nothing.
  if (!slice.includes('config.k')) return nothing;
  if (parsed === undefined || parsed.problems !== none) return readHostAnnotations(slice);
  const { metadata } = parsed.object;
  return isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {};
}

function textOf(task: Task): string {
  task.text ??= task.inList ? dedent(task.slice, task.start, task.column) : task.slice;
  return task.text;
}

function placeOf(task: Task): Source {
  const { inList, fallback, column } = task;
  task.source ??= withDefaults(sourceOf(annotationsOf(task)), inList ? indented(fallback, column) : fallback);
  return task.source;
}

function readPlain(task: Task): unknown {
  const { slice, start, column, inList } = task;
  if (!slice.includes('\r')) return readPlainYaml(slice, start, column);
  const indent = inList ? 0 : column;
  const unix = textOf(task).replaceAll('\r\n', '\n');
  const leading = /^(?: *(?:#.*)?\n)*/.exec(unix) as RegExpExecArray;
  return readPlainYaml(unix, leading[0].length + indent, indent);
}

function parse(task: Task): Parsed {
  const plain = readPlain(task);
  if (plain !== notPlain) return { object: plain as KubeObject, problems: none };
  const read = readYaml(textOf(task));
  if (!('mistake' in read)) return { object: read.value as KubeObject, problems: none };
  return { object: stub(task.id), problems: [mistakeFinding(read.mistake, textOf(task), placeOf(task), task.id)] };
}

const taskOf: unique symbol = Symbol('task');

interface Lazy {
  readonly [taskOf]: Task;
}

/** The object of a task: read when it is first asked for, because for every item that is looked at closely there are many that are not. */
function parsedOf(item: Lazy): Parsed {
  const task = item[taskOf];
  task.parsed ??= parse(task);
  return task.parsed;
}

/** The lazy fields of all items that were read: one object for all of them, because making accessors anew takes longer than reading most items. */
const lazyFields = {
  get text(): string {
    return textOf((this as unknown as Lazy)[taskOf]);
  },
  get source(): Source {
    return placeOf((this as unknown as Lazy)[taskOf]);
  },
  get object(): KubeObject {
    return parsedOf(this as unknown as Lazy).object;
  },
  get problems(): readonly Diagnostic[] {
    return parsedOf(this as unknown as Lazy).problems;
  },
};

/** An item whose identity is known and whose object is read when it is first asked for. */
export function textItem({ slice, start, column, inList }: Written, head: Head, fallback: Source): Item {
  const { apiVersion, kind, name, namespace } = head;
  const id: ObjectId = namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
  // Put together in this way, all items share one shape; a literal with a prototype takes ten times as long.
  const item = Object.create(lazyFields);
  item.id = id;
  item.slice = inList ? slice : undefined;
  item[taskOf] = { slice, start, column, inList, id, fallback, text: undefined, source: undefined, parsed: undefined };
  return item;
}
