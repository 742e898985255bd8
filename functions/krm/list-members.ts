import { withoutDash } from './dedent.ts';
import { isMap } from './is-map.ts';
import type { Item, Source } from './item.ts';
import type { KubeObject } from './kube-object.ts';
import { objectIdOf } from './object-id.ts';
import { entriesByLine, splitList } from './split-list.ts';
import { indented } from './text-item.ts';

/** The objects of a `kind: List` as items of their own. They share its file and are found in it by their place. */
export function membersOf(list: Item, values: readonly unknown[]): Item[] {
  const written = membersIn(list, values.length);
  return values.flatMap((value, position) => {
    const known = isMap(value) ? objectIdOf(value) : undefined;
    if (known === undefined || 'missing' in known) return [];
    const { text, source } = written[position] ?? { text: undefined, source: withoutLine(list.source) };
    return [{ id: known.id, text, object: value as KubeObject, problems: [], source, list: { item: list, position } }];
  });
}

const withoutLine = ({ line: _, margin: __, ...source }: Source): Source => source;

interface Member {
  readonly text: string;
  readonly source: Source;
}

/** The text and the place of every member; none where the list is not written as a block. */
function membersIn({ text: whole = '', source }: Item, count: number): readonly Member[] {
  const split = splitList(whole, 0, whole.length, entriesByLine);
  if (split?.items.length !== count) return [];
  let line = source.line;
  let from = 0;
  return split.items.map(({ start, end }) => {
    if (line !== undefined) line += whole.slice(from, start).split('\n').length - 1;
    from = start;
    const { text, margin } = withoutDash(whole.slice(start, end));
    return { text, source: indented({ ...source, line }, margin + (source.margin ?? 0)) };
  });
}
