import type { CodeName } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { quote } from '../diagnostics/quote.ts';
import { decode } from './decode.ts';
import type { Item, Source } from './item.ts';
import { type ListText, listText } from './list-text.ts';
import { readEntry } from './read-entry.ts';
import type { Layout, Reading, ResourceList } from './resource-list.ts';
import { mistakeFinding } from './text-item.ts';

const versions = ['config.kubernetes.io/v1', 'config.kubernetes.io/v1beta1', 'config.kubernetes.io/v1alpha1'];
const stdin = '<stdin>';
const nowhere: Source = {};

const refuse = (code: CodeName, message: string): Reading<ResourceList> => ({
  value: undefined,
  diagnostics: [finding(code, { message, place: { file: stdin } })],
});

/** Reads what a host sends on stdin. There is no value where it is not one ResourceList; broken items are findings. */
export function parseResourceList(bytes: Uint8Array): Reading<ResourceList> {
  const decoded = decode(bytes);
  if ('code' in decoded) return refuse(decoded.code, decoded.message);
  const { text } = decoded;
  if (/^\uFEFF?\s*$/.test(text)) return refuse('GI0001', 'stdin is empty');
  const list = listText(text);
  if ('mistake' in list) return { value: undefined, diagnostics: [mistakeFinding(list.mistake, text, { file: stdin, line: 1 })] };
  const { apiVersion, kind } = list;
  if (kind !== 'ResourceList')
    return refuse('GI0002', `stdin holds ${kind === undefined ? 'something else' : `a ${quote(kind)}`} and not one ResourceList`);
  if (apiVersion === undefined || !versions.includes(apiVersion)) {
    return refuse('GI0002', `\`apiVersion\` ${quote(apiVersion ?? '')} of the ResourceList must be "${versions[0]}" or "${versions[1]}"`);
  }
  return fromText(text, apiVersion, list);
}

function fromText(text: string, apiVersion: string, list: ListText): Reading<ResourceList> {
  const told = /\bconfig\.kubernetes\.io\/(?:path|function)\b|\bconfig\.k8s\.io\/id\b/.test(text);
  const lineOf = lineCounter(text);
  const diagnostics: Diagnostic[] = list.wrongTypes.map((field) =>
    finding('GI0009', {
      message: `\`${field}\` of the ResourceList must be ${field === 'functionConfig' ? 'an object' : 'a list'}`,
      path: [field],
      place: { file: stdin },
    }),
  );
  const entries: Layout['entries'][number][] = [];
  const items: Item[] = [];
  const repeated = repeatsOf(text, list);
  for (const [position, { slice, offset, head }] of list.entries.entries()) {
    if (repeated.has(position)) continue;
    // Only a person who pipes a file has these lines before the eyes.
    const source: Source = told || offset === undefined ? nowhere : { file: stdin, line: lineOf(offset) };
    const read = readEntry({ slice, head, inList: true, source, label: position + 1 });
    entries.push({ slice, offset, item: read.items[0] });
    for (const item of read.items) items.push(item);
    for (const found of read.diagnostics) diagnostics.push(found);
  }
  const config = readConfig(list);
  diagnostics.push(...config.diagnostics);
  const layout: Layout = { text, sections: list.sections, entries, indent: list.indent, newline: text.includes('\r\n') ? '\r\n' : '\n' };
  return { value: { apiVersion, items, functionConfig: config.item, results: list.results, layout }, diagnostics };
}

/** The line of an offset; offsets are asked for in rising order. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < offset; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return line;
  };
}

/** Selectors of kpt that overlap send an item once for each; the same text from the same place is the same item. */
function repeatsOf(text: string, list: ListText): ReadonlySet<number> {
  const repeated = new Set<number>();
  // Only with selectors items are marked.
  if (!text.includes('kpt-resource-id')) return repeated;
  const seen = new Set<string>();
  for (const [position, { slice }] of list.entries.entries()) {
    if (!slice.includes('kpt-resource-id')) continue;
    if (seen.has(slice)) repeated.add(position);
    seen.add(slice);
  }
  return repeated;
}

function readConfig(list: ListText): { item: Item | undefined; diagnostics: readonly Diagnostic[] } {
  if (list.functionConfig === undefined) return { item: undefined, diagnostics: [] };
  const read = readEntry({ slice: list.functionConfig, inList: false, source: {}, label: '`functionConfig`' });
  return { item: read.items[0], diagnostics: read.diagnostics };
}
