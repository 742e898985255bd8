import { isMap, isPair, isScalar, type Pair, type ParsedNode } from 'yaml';
import { parseYaml } from './library-yaml.ts';
import { type Lines, linesOf, nextLine } from './lines.ts';
import { afterSpaces } from './plain-reader.ts';

type IsUnwanted = (key: string) => boolean;

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** The text of an object without some annotations, and without an `annotations:` that holds nothing else. */
export function stripAnnotations(text: string, isUnwanted: IsUnwanted): string {
  const cuts = blockCuts(text, isUnwanted);
  if (cuts === undefined) return stripFlow(text, isUnwanted);
  return cuts.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

/** Where the value on the line at hand ends: before the next line that is not deeper than its key. */
function valueEnd({ text, line, next }: Lines): number {
  let end = next;
  while (end < text.length) {
    const first = afterSpaces(text, end);
    const isBlank = first === text.length || text[first] === '\n' || text[first] === '\r';
    if (!isBlank && first - end <= line.column) break;
    const newline = text.indexOf('\n', first);
    end = newline === -1 ? text.length : newline + 1;
  }
  return end;
}

/** The lines to leave out; `undefined` where the annotations are not written as a block. */
function blockCuts(text: string, isUnwanted: IsUnwanted): readonly Cut[] | undefined {
  const lines = linesOf(text, 0, text.length);
  const { line } = lines;
  if (!nextLine(lines)) return [];
  const root = line.column;
  if (!moveTo(lines, 'metadata', root, -1) || line.value !== -1) return undefined;
  if (!nextLine(lines) || !moveTo(lines, 'annotations', line.column, root) || line.value !== -1) return undefined;
  return annotationCuts(lines, isUnwanted);
}

/** Moves to the line of a key in a map at `column`, this line included; false where the map ends before. */
function moveTo(lines: Lines, key: string, column: number, outer: number): boolean {
  const { line, text } = lines;
  do {
    if (line.column <= outer) return false;
    if (line.column === column && line.colon !== -1 && keyOf(text.slice(line.content, line.colon)) === key) return true;
  } while (nextLine(lines));
  return false;
}

const keyOf = (written: string): string => written.trim().replace(/^(['"])(.*)\1$/, '$2');

function annotationCuts(lines: Lines, isUnwanted: IsUnwanted): Cut[] {
  const { line, text } = lines;
  const start = line.start;
  const outer = line.column;
  const cuts: Cut[] = [];
  let kept = 0;
  let end = start;
  while (nextLine(lines) && line.column > outer) {
    end = valueEnd(lines);
    if (line.colon !== -1 && isUnwanted(keyOf(text.slice(line.content, line.colon)))) cuts.push({ start: line.start, end });
    else kept++;
  }
  return kept === 0 && cuts.length > 0 ? [{ start, end }] : cuts;
}

type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

/** Maps in braces are put together again from the entries that stay. */
function stripFlow(text: string, isUnwanted: IsUnwanted): string {
  const { contents } = parseYaml(text);
  const metadata = isMap(contents) ? contents.get('metadata', true) : undefined;
  const annotations = isMap(metadata) ? metadata.get('annotations', true) : undefined;
  if (!isMap(metadata) || !isMap(annotations) || !annotations.flow) return text;
  const isKept = (pair: unknown): pair is ParsedPair => isPair(pair) && !(isScalar(pair.key) && isUnwanted(String(pair.key.value)));
  const kept = annotations.items.filter(isKept);
  if (kept.length === annotations.items.length) return text;
  if (kept.length > 0 || !metadata.flow) return rebuilt(text, annotations.range as Range, kept);
  const others = metadata.items.filter(
    (pair): pair is ParsedPair => isPair(pair) && !(isScalar(pair.key) && pair.key.value === 'annotations'),
  );
  return rebuilt(text, metadata.range as Range, others);
}

type Range = readonly [number, number, number];

function rebuilt(text: string, [start, end]: Range, pairs: readonly ParsedPair[]): string {
  const entries = pairs.map(({ key, value }) => text.slice(key.range[0], value?.range[1] ?? key.range[1]));
  return `${text.slice(0, start)}{${entries.join(', ')}}${text.slice(end)}`;
}
