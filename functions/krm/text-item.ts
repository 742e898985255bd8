import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Head } from './head.ts';
import { sourceOf } from './host-annotations.ts';
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

/** Computes a value when it is first asked for. */
export function lazy<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}

/** The text of a list entry as a document of its own: without its dash and margin. */
export function dedent(slice: string, start: number, column: number): string {
  if (column === 0) return slice;
  const margin = new RegExp(`^ {1,${column}}`, 'gm');
  const lineStart = slice.lastIndexOf('\n', start - 1) + 1;
  // A comment may stand behind the dash, and the first key on the next line.
  const dash = /^ *(?:- *)+/m.exec(slice);
  const isBefore = dash !== null && dash.index <= lineStart;
  const spaced = isBefore ? slice.slice(0, dash.index) + ' '.repeat(dash[0].length) + slice.slice(dash.index + dash[0].length) : slice;
  return spaced.replace(margin, '');
}

export function mistakeFinding(mistake: Mistake, text: string, source: Source, object?: ObjectId): Diagnostic {
  const { code, message, fix, offset, length } = mistake;
  const isSecret = object?.kind === 'Secret';
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
  readonly object: KubeObject;
  readonly problems: readonly Diagnostic[];
}

function readPlain(written: Written, text: () => string): unknown {
  if (!written.slice.includes('\r')) return readPlainYaml(written.slice, written.start, written.column);
  const column = written.inList ? 0 : written.column;
  const unix = text().replaceAll('\r\n', '\n');
  const leading = /^(?: *(?:#.*)?\n)*/.exec(unix) as RegExpExecArray;
  return readPlainYaml(unix, leading[0].length + column, column);
}

function readObject(written: Written, text: () => string, id: ObjectId, source: () => Source): Known {
  const plain = readPlain(written, text);
  if (plain !== notPlain) return { object: plain as KubeObject, problems: [] };
  const read = readYaml(text());
  if ('mistake' in read) return { object: stub(id), problems: [mistakeFinding(read.mistake, text(), source(), id)] };
  return { object: read.value as KubeObject, problems: [] };
}

/** What an item tells of its place goes before what is known from outside, and hides lines that are not the user's. */
export const withDefaults = (told: Source, fallback: Source): Source => (told.file === undefined ? { ...fallback, ...told } : told);

/** An item whose identity is known and whose object is read when it is first asked for. */
export function textItem(written: Written, head: Head, fallback: Source): Item {
  const id: ObjectId = {
    apiVersion: head.apiVersion,
    kind: head.kind,
    ...(head.namespace === undefined ? {} : { namespace: head.namespace }),
    name: head.name,
  };
  const source = lazy(() => withDefaults(sourceOf(head.annotations()), fallback));
  const text = lazy(() => (written.inList ? dedent(written.slice, written.start, written.column) : written.slice));
  const known = lazy(() => readObject(written, text, id, source));
  return {
    id,
    get source() {
      return source();
    },
    get text() {
      return text();
    },
    get object() {
      return known().object;
    },
    get problems() {
      return known().problems;
    },
    ...(written.inList ? { slice: written.slice } : {}),
  };
}
