import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { decode } from './decode.ts';
import type { Item } from './item.ts';
import { readEntry } from './read-entry.ts';
import type { Reading } from './resource-list.ts';

const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
const onlyComments = /^(?:[ \t]*(?:#.*|%.*)?\r?\n)*[ \t]*(?:#.*|%.*)?$/;

interface Document {
  readonly text: string;
  readonly line: number;
}

/** Cuts a file at its document markers. What stands behind a marker on its line stays in its column. */
function documentsOf(text: string): Document[] {
  const documents: Document[] = [];
  let line = 1;
  let start = 0;
  const take = (end: number) => {
    const document = documentOf(text, start, end, line);
    if (!onlyComments.test(document.text)) documents.push(document);
    line += newlines(text, start, end);
    start = end;
  };
  for (const { index } of text.matchAll(marker)) if (index > start) take(index);
  take(text.length);
  return documents;
}

/** The line of a lone marker is no part of the document. Texts are cut and not copied wherever they can be. */
function documentOf(text: string, start: number, end: number, line: number): Document {
  const piece = text.slice(start, end);
  if (piece.startsWith('---\n')) return { text: text.slice(start + 4, end), line: line + 1 };
  const body = piece.replace(/^\uFEFF/, '').replace(/^(?:---|\.\.\.)/, '   ');
  const lone = /^ {3}[ \t]*(?:#.*)?\r?\n/.exec(body);
  return lone ? { text: body.slice(lone[0].length), line: line + 1 } : { text: body, line };
}

function newlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Reads one file with any number of documents. Items keep their text and know their line; broken documents are findings. */
export function parseFile(path: string, bytes: Uint8Array): Reading<readonly Item[]> {
  const decoded = decode(bytes);
  if ('code' in decoded) return { value: [], diagnostics: [finding(decoded.code, { message: decoded.message, place: { file: path } })] };
  const items: Item[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, { text, line }] of documentsOf(decoded.text).entries()) {
    const read = readEntry({ slice: text, inList: false, source: { file: path, index, line }, label: 'the document' });
    items.push(...read.items);
    diagnostics.push(...read.diagnostics);
  }
  return { value: items, diagnostics };
}
