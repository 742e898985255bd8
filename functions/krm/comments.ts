import { isMap } from './is-map.ts';
import type { KubeObject } from './kube-object.ts';
import { type Lines, linesOf, nextLine } from './lines.ts';
import { afterSpaces, code, isBlank } from './plain-reader.ts';

/** The comments of one key or list element, without their `#`; `undefined` among them is a blank line. */
export interface Comment {
  readonly before?: readonly (string | undefined)[];
  readonly after?: string;
}

/** Comments by place: keys joined by `/`, list elements by what tells them apart, so that they are found again when others were added. */
export type Comments = ReadonlyMap<string, Comment>;

export const noComments: Comments = new Map();

/** The place of comments behind the last key of a document. */
export const endPlace = '/';

const names = ['name', 'host', 'hosts', 'port', 'number', 'key', 'from', 'to', 'uri', 'apiGroups'];

/** What an element of a list is known by: itself, or its name, or its whole content. */
function elementKey(element: unknown): string {
  if (!isMap(element)) return JSON.stringify(element) ?? 'null';
  const name = names.find((key) => element[key] !== undefined);
  return name === undefined ? JSON.stringify(element) : `${name}=${JSON.stringify(element[name])}`;
}

/** The places of the elements of a list; equal elements are counted. */
export function elementKeys(list: readonly unknown[]): string[] {
  const seen = new Map<string, number>();
  return list.map((element) => {
    const key = elementKey(element);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count === 0 ? key : `${key}#${count}`;
  });
}

/** A map or list that the current line is in. */
interface Frame {
  readonly column: number;
  readonly isList: boolean;
  readonly key: string | number;
}

/** The frames after one more key or dash at a column. A list may stand in the column of the key that holds it. */
function enter(frames: readonly Frame[], column: number, isList: boolean, key: string): Frame[] {
  const outer = frames.filter((frame) => frame.column < column || (frame.column === column && (frame.isList === isList || isList)));
  const same = outer.at(-1);
  if (same?.column !== column || same.isList !== isList) return [...outer, { column, isList, key: isList ? 0 : key }];
  return [...outer.slice(0, -1), { column, isList, key: isList ? Number(same.key) + 1 : key }];
}

function placeOf(frames: readonly Frame[], root: unknown): string {
  let value = root;
  let place = '';
  for (const { key, isList } of frames) {
    const parent = value as Record<string | number, unknown>;
    place += `/${isList && Array.isArray(value) ? elementKeys(value)[Number(key)] : key}`;
    value = parent?.[key];
  }
  return place;
}

/** The comment lines between two offsets; what belongs to a value of several lines is none. */
function commentLines(lines: Lines, from: number, to: number): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  for (const line of lines.text.slice(from, to).split(/\r?\n/)) {
    const first = afterSpaces(line, 0);
    if (first > lines.inside) continue;
    if (line.charCodeAt(first) === code.hash) found.push(line.slice(first + 1));
    else if (first === line.length && found.length > 0) found.push(undefined);
  }
  while (found.length > 0 && found.at(-1) === undefined) found.pop();
  return found;
}

function commentBehind({ text, valueEnd }: Lines): string | undefined {
  const newline = text.indexOf('\n', valueEnd);
  const rest = text.slice(valueEnd, newline === -1 ? undefined : newline).replace(/\r$/, '');
  return /(?:^| )#(.*)$/.exec(rest)?.[1];
}

/** The frames of the line at hand: one for each dash, one for its key. */
function framesOf({ text, line }: Lines, frames: readonly Frame[]): { frames: Frame[]; element: Frame[] | undefined } {
  let now = [...frames];
  let element: Frame[] | undefined;
  for (let at = line.start + line.indent; text.charCodeAt(at) === code.dash && isBlank(text, at + 1); at = afterSpaces(text, at + 1)) {
    now = enter(now, at - line.start, true, '');
    element ??= now;
  }
  if (line.colon === -1) return { frames: now, element };
  const key = text.slice(line.content, line.colon).replace(/^(['"])(.*)\1$/, '$2');
  return { frames: enter(now, line.column, false, key), element };
}

/** The comments of a document, to be written at the same places of a newer version of its object. */
export function commentsOf(text: string, object: KubeObject): Comments {
  if (!text.includes('#')) return noComments;
  const found = new Map<string, Comment>();
  const add = (place: string, comment: Comment) => found.set(place, { ...found.get(place), ...comment });
  const lines = linesOf(text, 0, text.length);
  let frames: readonly Frame[] = [];
  let from = 0;
  let inside = lines.inside;
  while (nextLine(lines)) {
    const { line } = lines;
    const above = commentLines({ ...lines, inside }, from, line.start);
    const now = framesOf(lines, frames);
    frames = now.frames;
    const behind = commentBehind(lines);
    const isLoneDash = line.colon === -1 && line.dash && lines.valueEnd === line.content && text.charCodeAt(line.content) === code.hash;
    const before = isLoneDash && behind !== undefined ? [...above, behind] : above;
    if (before.length > 0) add(placeOf(now.element ?? now.frames, object), { before });
    if (behind !== undefined && !isLoneDash) add(placeOf(now.frames, object), { after: behind });
    from = lines.next;
    inside = lines.inside;
  }
  const end = commentLines({ ...lines, inside }, from, text.length);
  if (end.length > 0) add(endPlace, { before: end });
  return found;
}
