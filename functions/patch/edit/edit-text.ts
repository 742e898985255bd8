import type { Document } from 'yaml';
import { valueAt } from '../../diagnostics/path.ts';
import { endLine } from '../../krm/end-line.ts';
import { parseYaml } from '../../krm/library-yaml.ts';
import { type Change, changed } from './change.ts';
import { type Difference, firstDifference, same } from './difference.ts';
import { find } from './find.ts';
import { replaceValue } from './replace.ts';
import { stepText } from './step-text.ts';
import { documentText } from './written.ts';

/** More steps than any change takes; what is not done by then is written anew. */
const maxSteps = 1000;

/**
 * A YAML document with changes made in its text: only lines that must change do, comments, order, quotes, anchors and line breaks stay. What is added stands
 * behind what was there. Where an alias or a merge key is in the way, it is written out.
 */
export function editText(text: string, changes: readonly Change[]): string {
  const ended = endLine(text);
  // A block that ends with the text would get a line break from what is added behind it.
  const start = read(ended === `${text}\n` ? text : ended);
  if (start === undefined) return text;
  const wanted = changed(start.value, changes);
  let current = start;
  for (let step = 0; step < maxSteps; step++) {
    const difference = firstDifference(current.value, wanted);
    if (difference === undefined) return step === 0 ? text : current.text;
    const next = stepTowards(current, difference, wanted);
    if (next === undefined) break;
    current = next;
  }
  return documentText(wanted);
}

interface Reading {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly value: unknown;
}

function read(text: string): Reading | undefined {
  const document = parseYaml(text);
  if (document.errors.length > 0) return undefined;
  try {
    return { text, document, value: document.toJS({ maxAliasCount: 1000 }) };
  } catch {
    return undefined;
  }
}

/** One step nearer: at the place itself or, where that cannot be, by writing what is around it anew. */
function stepTowards(reading: Reading, difference: Difference, wanted: unknown): Reading | undefined {
  const { path } = difference;
  const there = accept(reading, stepText(reading.text, reading.document, difference, wanted), difference);
  if (there !== undefined) return there;
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const around = path.slice(0, depth);
    const found = find(reading.document, around);
    if (found?.depth !== depth) continue;
    const value = valueAt(wanted, around);
    const rewritten = accept(reading, replaceValue(reading.text, found, value), { kind: 'set', path: around, value });
    if (rewritten !== undefined) return rewritten;
  }
  return undefined;
}

/** A new text, if it says what it should and nothing else. Behind an anchor more may change: its aliases are then written out in later steps. */
function accept(before: Reading, text: string | undefined, difference: Difference): Reading | undefined {
  const after = text === undefined ? undefined : read(text);
  if (after === undefined) return undefined;
  if (same(after.value, stepped(before.value, difference))) return after;
  const isShared = /(?:^|[\s,[{])&/.test(before.text);
  const isThere = difference.kind === 'remove' || same(valueAt(after.value, difference.path), difference.value);
  return isShared && isThere ? after : undefined;
}

function stepped(value: unknown, difference: Difference): unknown {
  const { kind, path } = difference;
  if (kind === 'remove') return changed(value, [{ path, remove: true }]);
  if (kind === 'set') return changed(value, [{ path, value: difference.value }]);
  const list = valueAt(value, path.slice(0, -1)) as readonly unknown[];
  return changed(value, [{ path: path.slice(0, -1), value: list.toSpliced(path.at(-1) as number, 0, difference.value) }]);
}
