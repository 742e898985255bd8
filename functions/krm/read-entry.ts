import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { finding } from '../diagnostics/finding.ts';
import { quote } from '../diagnostics/quote.ts';
import { withoutDash } from './dedent.ts';
import { type Head, readHead } from './head.ts';
import { sourceOf } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { Item, Source } from './item.ts';
import type { KubeObject, ObjectId } from './kube-object.ts';
import { membersOf } from './list-members.ts';
import { type Lacks, objectIdOf } from './object-id.ts';
import { placeAt } from './place-at.ts';
import { readDocument } from './read-document.ts';
import { indented, mistakeFinding, textItem, withDefaults } from './text-item.ts';

/** One entry of a ResourceList, or one document of a file. */
export interface Entry {
  readonly slice: string;
  readonly inList: boolean;
  /** Its head, where it was read already. */
  readonly head?: Head | undefined;
  /** Where it stands, as far as the entry itself does not tell. */
  readonly source: Source;
  /** How messages name it: `the document`, or the number of the item. */
  readonly label: string | number;
}

export interface EntryReading {
  /** The object first; then the members, when it is a List. */
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one entry: only its identity where that can be seen at once, all of it otherwise. */
export function readEntry(entry: Entry): EntryReading {
  const { slice, inList, source } = entry;
  const head = entry.head ?? readHead(slice, 0, slice.length);
  if (head) return { items: [textItem({ slice, start: head.start, column: head.column, inList }, head, source)], diagnostics: none };
  const { text, margin } = inList ? withoutDash(slice) : { text: slice, margin: 0 };
  return fromText({ ...entry, source: indented(source, margin) }, text);
}

function fromText(entry: Entry, text: string): EntryReading {
  const read = readDocument(text);
  if ('mistake' in read) return { items: none, diagnostics: [mistakeFinding(read.mistake, text, entry.source)] };
  return isMap(read.value) ? fromValue(entry, text, read.value) : { items: none, diagnostics: [notAMap(entry, text, read.value)] };
}

const none: readonly never[] = [];
const labelOf = ({ label }: Entry) => (typeof label === 'number' ? `item ${label}` : label);

const firstContent = (text: string) => Math.max(0, text.search(/^[^\s#]/m));

function notAMap(entry: Entry, text: string, value: unknown): Diagnostic {
  const what = value === null ? 'empty' : Array.isArray(value) ? 'a list' : quote(value);
  return finding('GI0008', {
    message: `${labelOf(entry)} is ${what} and not an object`,
    place: placeAt(text, entry.source, firstContent(text), 1),
  });
}

function fromValue(entry: Entry, text: string, value: Record<string, unknown>): EntryReading {
  const { metadata } = value;
  const told = sourceOf(isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {});
  const source = withDefaults(told, entry.source);
  const whole = isKustomization(source) ? { ...kustomization, ...value } : value;
  const known = objectIdOf(whole);
  if ('missing' in known) return { items: [], diagnostics: [incomplete(entry, text, known, source, value)] };
  const item = parsedItem(entry, text, whole, known.id, source);
  const { items } = value;
  return { items: [item, ...(Array.isArray(items) && item.id.kind.endsWith('List') ? membersOf(item, items) : [])], diagnostics: [] };
}

/** Kustomize needs neither `apiVersion` nor `kind` in its own file, and kpt hands it on as it is. */
const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
const isKustomization = ({ file }: Source): boolean => /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(file ?? '');

/** Lists and the configuration of Kustomize may have no metadata; whoever reads an object may rely on them. */
function parsedItem(entry: Entry, text: string, value: Record<string, unknown>, id: ObjectId, source: Source): Item {
  const object = { ...value, metadata: isMap(value.metadata) ? value.metadata : {} } as unknown as KubeObject;
  return { id, text, object, problems: [], source, ...(entry.inList ? { slice: entry.slice } : {}) };
}

/** What stands in the place of a field that every object has. */
function misspelt(field: string, value: Record<string, unknown>): { readonly fix: string } | undefined {
  if (field === 'metadata.name' && typeof value.name === 'string') return { fix: 'move `name:` below `metadata:`, indented' };
  const metadata = field === 'metadata.name' && isMap(value.metadata) ? value.metadata : value;
  const name = field.replace(/^metadata\.(?=.)/, '');
  const near = didYouMean(
    name,
    Object.keys(metadata).filter((key) => !/^(?:namespace|kind|spec|labels)$/.test(key)),
  );
  return near === undefined ? undefined : { fix: `write \`${name}\` instead of \`${near}\`` };
}

function incomplete(entry: Entry, text: string, { missing, wrong }: Lacks, source: Source, value: Record<string, unknown>): Diagnostic {
  const fields = missing.map((field) => `\`${field}\``).join(' and no ');
  const place = placeAt(text, source, firstContent(text), 1);
  const foreign = !entry.inList && missing.includes('apiVersion') && missing.includes('kind');
  if (wrong.length > 0) {
    const values = wrong.map(({ field, value }) => `\`${field}\` ${quote(value)} of ${labelOf(entry)} must be a string`);
    return finding('GI0008', { message: values.join(' and '), fix: 'put it in quotes', place });
  }
  const meant = missing.length === 1 ? misspelt(`${missing[0]}`, value) : undefined;
  if (!foreign) return finding('GI0008', { message: `${labelOf(entry)} has no ${fields}`, ...meant, place });
  // Folders hold other YAML too: values of charts, workflows, settings.
  return finding('GI0008', {
    severity: 'info',
    message: `${labelOf(entry)} has no ${fields}: it is no Kubernetes object and is left out`,
    place,
  });
}
