import { endLine } from './end-line.ts';
import { formatFields } from './format-object.ts';
import type { Item } from './item.ts';
import { itemText } from './item-text.ts';
import type { KrmResult } from './krm-result.ts';
import { listEntry } from './list-entry.ts';
import type { Layout, ResourceList } from './resource-list.ts';

type Section = Layout['sections'][number];

/**
 * The answer to a ResourceList: `items` in their order, each with the very bytes it came in where it is one of the list's own, and `results` behind those that
 * came with the list. The same items without results are the very text that was read.
 */
export function writeResourceList(list: ResourceList, items: readonly Item[], results: readonly KrmResult[] = []): string {
  const { layout } = list;
  const entries = entriesOf(layout, items);
  const parts = sectionsOf(layout, results.length > 0).map((section) => {
    if (section.key === 'items') return itemsText(layout, section.text, entries);
    return section.key === 'results' && results.length > 0 ? resultsText(layout, [...list.results, ...results]) : section.text;
  });
  return joined(parts, layout.newline);
}

/** Those that were read, `items` even where there was none, and `results` at the end where there are new ones. */
function sectionsOf({ sections }: Layout, hasResults: boolean): readonly Section[] {
  // Text behind the end of the document has no key.
  const own = sections.filter(({ key }) => key !== '' && !(hasResults && key === 'results'));
  const items = own.some(({ key }) => key === 'items') ? [] : [{ key: 'items', text: '' }];
  return [...own, ...items, ...(hasResults ? [{ key: 'results', text: '' }] : []), ...sections.filter(({ key }) => key === '')];
}

/** The entries as they are written. Those that are no objects stay behind the ones that they stood behind. */
function entriesOf(layout: Layout, items: readonly Item[]): readonly string[] {
  const { entries } = layout;
  let positions: ReadonlyMap<Item | undefined, number> | undefined;
  const written = pieces(layout);
  let next = 0;
  const others = (end: number) => {
    for (; next < end; next++) if (entries[next]?.item === undefined) written.add(entries[next]?.slice ?? '', entries[next]?.offset);
  };
  for (const item of items) {
    // Members of a List are part of its text.
    if (item.list !== undefined) continue;
    if (entries[next]?.item !== item) {
      positions ??= new Map(entries.map((entry, index) => [entry.item, index]));
      others(positions.get(item) ?? 0);
    }
    const here = entries[next]?.item === item ? entries[next++] : undefined;
    written.add(item.slice ?? inLayout(layout, listEntry(itemText(item), layout.indent)), here?.offset);
  }
  others(entries.length);
  return written.all();
}

/** Pieces of text one behind the other; those that stand so in the text of the list are one piece. */
function pieces({ text }: Layout) {
  const made: string[] = [];
  let [start, end] = [0, 0];
  const close = () => {
    if (end > start) made.push(text.slice(start, end));
    start = end;
  };
  return {
    add(piece: string, offset: number | undefined) {
      // What does not end its line is looked at by itself.
      const isPart = offset !== undefined && piece.endsWith('\n');
      if (!isPart || offset !== end) close();
      if (!isPart) made.push(piece);
      else {
        if (start === end) start = offset;
        end = offset + piece.length;
      }
    },
    all() {
      close();
      return made;
    },
  };
}

/** Text that was made here, with the line breaks of the list. */
const inLayout = ({ newline }: Layout, text: string): string => (newline === '\n' ? text : text.replaceAll(/\r?\n/g, newline));

/** The column of the keys, as spaces. */
const marginOf = ({ sections }: Layout): string => /^( *)[^\s#]/m.exec(sections[0]?.text ?? '')?.[1] ?? '';

function itemsText(layout: Layout, header: string, entries: readonly string[]): string {
  const isAsRead = header !== '' && entries.length > 0 === layout.entries.length > 0;
  const comments = /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(header)?.[0] ?? '';
  const own = `${comments}${marginOf(layout)}items:${entries.length === 0 ? ' []' : ''}${layout.newline}`;
  return joined([isAsRead ? header : own, ...entries], layout.newline);
}

function resultsText(layout: Layout, results: readonly unknown[]): string {
  return inLayout(layout, formatFields({ results }).replaceAll(/^(?=[^\n])/gm, marginOf(layout)));
}

function joined(parts: readonly string[], newline: string): string {
  return parts.map((part, index) => (index === parts.length - 1 ? part : endLine(part, newline))).join('');
}
