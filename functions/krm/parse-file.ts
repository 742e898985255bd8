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
    const piece = text.slice(start, end);
    const body = piece.replace(/^\uFEFF/, '').replace(/^(?:---|\.\.\.)/, '   ');
    if (!onlyComments.test(body)) documents.push({ text: body, line });
    line += piece.split('\n').length - 1;
    start = end;
  };
  for (const { index } of text.matchAll(marker)) if (index > start) take(index);
  take(text.length);
  return documents.map(withoutMarkerLine);
}

/** The line of a lone marker is no part of the document. */
function withoutMarkerLine(document: Document): Document {
  const lone = /^ {3}[ \t]*(?:#.*)?\r?\n/.exec(document.text);
  return lone ? { text: document.text.slice(lone[0].length), line: document.line + 1 } : document;
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
