import type { Path } from '../diagnostics/path.ts';
import { formatObject } from '../krm/format-object.ts';
import { generatedPath } from '../krm/generated-path.ts';
import { groupBy } from '../krm/group-by.ts';
import type { Item } from '../krm/item.ts';
import { display, type KubeObject } from '../krm/kube-object.ts';
import { digestAnnotation, ejectedAnnotation, intentAnnotation, managedByLabel } from '../krm/ownership.ts';
import { type Change, changed } from '../patch/edit/change.ts';
import { editText } from '../patch/edit/edit-text.ts';
import type { Ejectable } from './eject-objects.ts';

/** Files as they must be written, by path. */
export type Files = ReadonlyMap<string, string>;

/** Where each object is afterwards, and the files to write. */
export interface Ejection {
  readonly places: ReadonlyMap<Ejectable, string>;
  readonly files: Files;
}

type Problem = { readonly problem: string };

/** The files with the objects in the hands of their users: in the text that is there, or in a file beside their intent. */
export function ejectedFiles(objects: readonly Ejectable[], texts: Files): Ejection | Problem {
  const places = new Map<Ejectable, string>();
  const files = new Map<string, string>();
  for (const object of objects.filter(({ isWritten }) => !isWritten)) {
    const path = freePath(object.item, (taken) => texts.has(taken) || files.has(taken));
    places.set(object, path);
    files.set(path, formatObject(changed(object.item.object, marks(object)) as KubeObject));
  }
  const written = objects.filter(({ isWritten }) => isWritten);
  for (const [file, ofFile] of groupBy(written, ({ item }) => item.source.file ?? '')) {
    const text = ofDocuments(ofFile, texts.get(file) ?? '');
    if (typeof text !== 'string') return text;
    for (const object of ofFile) places.set(object, file);
    files.set(file, text);
  }
  return { places, files };
}

/** The text of a file with the marks of some of its objects changed; from the end, so that places stay known. */
function ofDocuments(objects: readonly Ejectable[], text: string): string | Problem {
  const documents = [...groupBy(objects, ({ item }) => item.list?.item ?? item)].sort(([one], [other]) => lineOf(other) - lineOf(one));
  let current = text;
  for (const [item, members] of documents) {
    const changes = members.flatMap((member) => marks(member).map((change) => ({ ...change, path: [...placeIn(member), ...change.path] })));
    const next = withDocument(current, item, changes);
    if (next === undefined)
      return { problem: `${display(item.id)} in ${item.source.file} cannot be changed there: begin the document on a line of its own` };
    current = next;
  }
  return current;
}

const lineOf = ({ source }: Item): number => source.line ?? 0;
const placeIn = ({ item }: Ejectable): Path => (item.list === undefined ? [] : ['items', item.list.position]);

function withDocument(file: string, item: Item, changes: readonly Change[]): string | undefined {
  const { text = '' } = item;
  const line = file.split('\n').slice(0, lineOf(item) - 1);
  const start = line.reduce((offset, { length }) => offset + length + 1, file.startsWith('\uFEFF') && lineOf(item) === 1 ? 1 : 0);
  if (!file.startsWith(text, start)) return undefined;
  return file.slice(0, start) + editText(text, changes) + file.slice(start + text.length);
}

/** What makes an object its user's: without the marks of its intents, and with a note of them. */
function marks({ item, intents }: Ejectable): Change[] {
  const { labels = {}, annotations = {} } = item.object.metadata;
  const label: Path = Object.keys(labels).length > 1 ? ['metadata', 'labels', managedByLabel] : ['metadata', 'labels'];
  const removed = [intentAnnotation, digestAnnotation].filter((key) => annotations[key] !== undefined);
  return [
    { path: label, remove: true },
    ...removed.map((key): Change => ({ path: ['metadata', 'annotations', key], remove: true })),
    { path: ['metadata', 'annotations', ejectedAnnotation], value: intents.join(',') },
  ];
}

/** A file beside the intent that nobody has. */
function freePath(item: Item, isTaken: (path: string) => boolean): string {
  const intent = item.origin?.item ?? item;
  const { file = '' } = intent.source;
  const path = `${file.slice(0, file.lastIndexOf('/') + 1)}${generatedPath(item, intent)}`;
  let free = `${path}.yaml`;
  for (let number = 2; isTaken(free); number++) free = `${path}-${number}.yaml`;
  return free;
}
