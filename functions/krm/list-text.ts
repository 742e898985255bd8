import { isMap as isMapNode, isSeq, type ParsedNode } from 'yaml';
import { type Head, readHead } from './head.ts';
import { isMap } from './is-map.ts';
import { parseYaml, readYaml } from './library-yaml.ts';
import { notPlain, readPlainYaml } from './plain-yaml.ts';
import { readDocument } from './read-document.ts';
import { entriesByDash, entriesByLine, type Section, type Span, type SplitList, splitList } from './split-list.ts';
import type { Mistake } from './yaml-mistake.ts';

export interface EntryText {
  readonly slice: string;
  /** Where the entry begins in the text; `undefined` where it was put together anew. */
  readonly offset: number | undefined;
  /** Its head, where it was read already. */
  readonly head: Head | undefined;
}

/** A ResourceList cut into pieces of text. */
export interface ListText {
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  readonly sections: readonly { readonly key: string; readonly text: string }[];
  readonly entries: readonly EntryText[];
  readonly indent: number;
  /** The text of the function config as a document of its own. */
  readonly functionConfig: string | undefined;
  readonly results: readonly unknown[];
  /** Fields that hold something else than they must. */
  readonly wrongTypes: readonly string[];
}

export type ListTextReading = ListText | { readonly mistake: Mistake };

const leadingMarker = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n)*---[ \t]*(?:#.*)?\r?\n/;
const laterMarker = /\n(?:---|\.\.\.)(?=[ \t\r\n]|$)/;

/** Cuts the text of a ResourceList. Everything is kept: the pieces put together again are the text. */
export function listText(text: string): ListTextReading {
  const start = leadingMarker.exec(text)?.[0].length ?? (text.startsWith('\uFEFF') ? 1 : 0);
  const marker = text.includes('\n---') || text.includes('\n...') ? laterMarker.exec(text.slice(start)) : null;
  const end = marker ? start + marker.index + 1 : text.length;
  if (marker && /^[^#\s]/m.test(text.slice(end).replace(/^(?:---|\.\.\.)/gm, ''))) {
    return { mistake: { code: 'GI0002', message: 'stdin holds more than one document and not one ResourceList', offset: end, length: 3 } };
  }
  const fast = splitList(text, start, end, entriesByDash);
  const heads = fast?.items.map((item) => readHead(text, item.start, item.end)) ?? [];
  const { items: pieces = [], indent = 0 } = fast ?? {};
  const isSure = heads.every(
    (head, at) => head !== undefined || (isObject(text, pieces[at] as Span) && isWhole(text, pieces[at - 1], indent)),
  );
  const split = fast && isSure ? fast : splitList(text, start, end, entriesByLine);
  const block = split && fromBlock(text, end, split, isSure ? heads : []);
  return block ?? fromNodes(text);
}

const beforeKey = /^(?:(?: *#.*)?\n)* *- +(?=[^\s#-])/;

/** Whether an entry whose head takes more than a look is an object all the same. */
function isObject(text: string, { start, end }: Span): boolean {
  const slice = text.slice(start, end);
  const before = beforeKey.exec(slice)?.[0];
  if (before === undefined) return false;
  const read = readPlainYaml(slice, before.length, before.length - (before.lastIndexOf('\n') + 1));
  return read !== notPlain && isMap(read) && typeof read.apiVersion === 'string' && typeof read.kind === 'string';
}

/** Whether an entry ends where the next dash stands: it is no part of a quoted text, and nothing else begins before. */
function isWhole(text: string, entry: Span | undefined, indent: number): boolean {
  if (entry === undefined) return true;
  const found = entriesByLine(text, entry.start, entry.end, indent, indent);
  return found?.starts.length === 1 && found.end === entry.end;
}

/** The value of a top-level key as a document of its own. */
function valueText(text: string, section: Section): string {
  const newline = text.indexOf('\n', section.start);
  const whole = text.slice(section.start, section.end);
  const keyLine = whole.search(/^[ ]*[^#\s]/m);
  if (section.value !== -1) return text.slice(section.value, section.end);
  const lineEnd = whole.indexOf('\n', Math.max(0, keyLine));
  return newline === -1 || lineEnd === -1 ? '' : whole.slice(lineEnd + 1);
}

const hasEntries = (value: unknown): boolean => isMap(value) && Object.keys(value).length > 0;

const kindsOf = { functionConfig: isMap, results: Array.isArray, items: Array.isArray } as const;

function fromBlock(text: string, end: number, split: SplitList, heads: readonly (Head | undefined)[]): ListText | undefined {
  // Quoted keys are for the library, and so are lines that look like a key because of a tab.
  if (split.sections.some(({ key }) => !/^[A-Za-z][\w.-]*$/.test(key))) return undefined;
  const section = (key: string) => split.sections.find((candidate) => candidate.key === key);
  const values = new Map<string, unknown>();
  for (const key of ['apiVersion', 'kind', 'functionConfig', 'results', 'items']) {
    const found = section(key);
    if (found === undefined || (key === 'items' && split.items.length > 0)) continue;
    const read = readDocument(valueText(text, found));
    if ('mistake' in read) return undefined;
    values.set(key, read.value);
  }
  const items = section('items');
  // A flow list is for the library.
  if (Array.isArray(values.get('items')) && (values.get('items') as unknown[]).length > 0) return undefined;
  const first = split.items[0]?.start;
  const sections = split.sections.map(({ key, start, end: to }, index) => {
    const from = index === 0 ? 0 : start;
    return { key, text: text.slice(from, key === 'items' && first !== undefined ? first : to) };
  });
  const config = section('functionConfig');
  return {
    ...described(values),
    sections: end < text.length ? [...sections, { key: '', text: text.slice(end) }] : sections,
    entries: items ? split.items.map((item, index) => entryText(text, item, heads[index])) : [],
    indent: split.indent,
    functionConfig: config && hasEntries(values.get('functionConfig')) ? valueText(text, config) : undefined,
  };
}

function entryText(text: string, { start, end }: Span, found: Head | undefined): EntryText {
  return { slice: text.slice(start, end), offset: start, head: found };
}

function described(values: ReadonlyMap<string, unknown>): Pick<ListText, 'apiVersion' | 'kind' | 'results' | 'wrongTypes'> {
  const text = (key: string) => (typeof values.get(key) === 'string' ? (values.get(key) as string) : undefined);
  const results = values.get('results');
  const wrongTypes = Object.entries(kindsOf).filter(([key, holds]) => (values.get(key) ?? null) !== null && !holds(values.get(key)));
  return {
    apiVersion: text('apiVersion'),
    kind: text('kind'),
    results: Array.isArray(results) ? results : [],
    wrongTypes: wrongTypes.map(([key]) => key),
  };
}

/** A ResourceList in JSON, or in unusual YAML: written anew as a block list whose entries keep their text. */
function fromNodes(text: string): ListTextReading {
  const read = readYaml(text);
  if ('mistake' in read) return read;
  const { contents } = parseYaml(text);
  if (!isMap(read.value) || !isMapNode(contents))
    return {
      apiVersion: undefined,
      kind: undefined,
      sections: [],
      entries: [],
      indent: 0,
      functionConfig: undefined,
      results: [],
      wrongTypes: [],
    };
  const values = new Map(Object.entries(read.value));
  const items = contents.get('items');
  const entries = isSeq(items)
    ? items.items.map((node) => ({ slice: `- ${nodeText(text, node as ParsedNode, '  ')}\n`, offset: undefined, head: undefined }))
    : [];
  const config = contents.get('functionConfig');
  const configText = (margin: string) =>
    isMapNode(config) && config.items.length > 0 ? nodeText(text, config as ParsedNode, margin) : undefined;
  const about = described(values);
  return {
    ...about,
    sections: [
      { key: 'apiVersion', text: `apiVersion: ${about.apiVersion}\n` },
      { key: 'kind', text: `kind: ${about.kind}\n` },
      { key: 'items', text: entries.length === 0 ? 'items: []\n' : 'items:\n' },
      ...(isMapNode(config) ? [{ key: 'functionConfig', text: `functionConfig:\n  ${configText('  ') ?? '{}'}\n` }] : []),
      ...(about.results.length === 0 ? [] : [{ key: 'results', text: `results: ${JSON.stringify(about.results)}\n` }]),
    ],
    entries,
    indent: 0,
    functionConfig: configText(''),
  };
}

/** The text of a node, its further lines moved from the node's column to the margin. */
function nodeText(text: string, node: ParsedNode, margin: string): string {
  const [start, end] = node.range;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const isFlow = 'flow' in node && node.flow === true;
  const lines = text
    .slice(start, end)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  return lines
    .map((line, index) => (index === 0 ? line : margin + (isFlow ? line.trimStart() : line.replace(new RegExp(`^ {0,${column}}`), ''))))
    .join('\n');
}
