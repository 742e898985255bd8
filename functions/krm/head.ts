import { type Line, type Lines, linesOf, nextLine } from './lines.ts';
import { plainScalar } from './plain-scalar.ts';
import { readUsualHead } from './usual-head.ts';

/** What is known of an object without reading all of it. */
export interface Head {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Offset from the beginning of the piece of text, and column, of the first key. */
  readonly start: number;
  readonly column: number;
}

const plainValue = /^[A-Za-z0-9_./][^\s:#&*!|>'"%@`,[\]{}]*$/;
const quotedValue = /^(['"])([^'"\\]*)\1$/;

/** The string on a line, or `undefined` where it takes more than a look to tell. */
function stringAt(lines: Lines, line: Line): string | undefined {
  if (line.value === -1) return undefined;
  const end = lines.text.indexOf('\n', line.value);
  const rest = lines.text.slice(line.value, end === -1 ? lines.end : Math.min(end, lines.end));
  const comment = rest.indexOf(' #');
  const text = (comment === -1 ? rest : rest.slice(0, comment)).trimEnd();
  const quoted = quotedValue.exec(text);
  if (quoted) return quoted[2];
  return plainValue.test(text) && typeof plainScalar(text) === 'string' ? text : undefined;
}

/** The lines of a literal block, as Kustomize writes annotations of several lines. */
function blockAt({ text, line, end }: Lines): string | undefined {
  if (text[line.value] !== '|') return undefined;
  const margin = ' '.repeat(line.column + 1);
  const lines = text.slice(line.value, end).split(/\r?\n/).slice(1);
  const after = lines.findIndex((each) => each !== '' && !each.startsWith(margin));
  const own = after === -1 ? lines : lines.slice(0, after);
  return own.map((each) => each.trim()).join('\n');
}

const hostKey = /^(?:internal\.|kustomize\.)?(?:config\.kubernetes\.io|config\.k8s\.io)\//;

interface Looking {
  readonly lines: Lines;
  /** Offset of the first key, and the column of the outermost keys. */
  readonly start: number;
  readonly column: number;
  readonly found: Record<string, string | undefined>;
  readonly annotations: Record<string, string>;
  section: string;
  /** Columns of the keys of `metadata` and of its `annotations`; -1 outside of them, 0 before the first one. */
  metadata: number;
  inAnnotations: number;
}

/** Each of these returns false where the line has to be parsed to be understood. */
function lookAtRoot(looking: Looking): boolean {
  const { lines, found } = looking;
  const { text, line } = lines;
  looking.section = text.slice(line.content, line.colon);
  looking.metadata = -1;
  looking.inAnnotations = -1;
  if (looking.section === 'metadata') return line.value === -1;
  if (looking.section !== 'apiVersion' && looking.section !== 'kind') return /^[A-Za-z_]/.test(looking.section);
  found[looking.section] = stringAt(lines, line);
  return found[looking.section] !== undefined;
}

function lookAtMetadata(looking: Looking): boolean {
  const { lines, found } = looking;
  const { text, line } = lines;
  if (line.colon === -1) return false;
  if (looking.metadata === -1) looking.metadata = line.column;
  const key = text.slice(line.content, line.colon);
  if (line.column !== looking.metadata) {
    if (looking.inAnnotations !== -1) lookAtAnnotation(looking, key);
    return true;
  }
  looking.inAnnotations = key === 'annotations' ? 0 : -1;
  if (looking.inAnnotations === 0) return line.value === -1 || text.startsWith('{}', line.value);
  if (key !== 'name' && key !== 'namespace') return true;
  found[key] = stringAt(lines, line);
  return found[key] !== undefined;
}

function lookAtAnnotation(looking: Looking, key: string): void {
  const { lines } = looking;
  if (looking.inAnnotations === 0) looking.inAnnotations = lines.line.column;
  if (lines.line.column !== looking.inAnnotations || !hostKey.test(key)) return;
  const value = stringAt(lines, lines.line) ?? blockAt(lines);
  if (value !== undefined) looking.annotations[key] = value;
}

/** Moves to the first key of a map, which may stand behind a dash or on the line after it. */
export function firstKey(lines: Lines): boolean {
  if (!nextLine(lines)) return false;
  const { line } = lines;
  return !line.dash || line.colon !== -1 || nextLine(lines);
}

/** Takes in one line; false where all is found, `undefined` where the line has to be parsed. */
function look(looking: Looking): boolean | undefined {
  const { lines, column, found } = looking;
  const { line } = lines;
  if (line.column > column) return looking.section !== 'metadata' || lookAtMetadata(looking) ? true : undefined;
  if (line.column < column || line.colon === -1) return undefined;
  if (looking.metadata !== -1 && found.apiVersion !== undefined && found.kind !== undefined) return false;
  return lookAtRoot(looking) ? true : undefined;
}

/**
 * Finds `apiVersion`, `kind`, `metadata.name`, `metadata.namespace` and the hosts' annotations of the block map between two offsets.
 * `undefined` where they are written in a way that has to be parsed, or not at all.
 */
export function readHead(text: string, start: number, end: number): Head | undefined {
  return readUsualHead(text, start, end) ?? readAnyHead(text, start, end);
}

function readAnyHead(text: string, start: number, end: number): Head | undefined {
  const looking = lookOver(text, start, end);
  if (looking === undefined) return undefined;
  const { apiVersion, kind, name, namespace } = looking.found;
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return { apiVersion, kind, name, namespace, start: looking.start - start, column: looking.column };
}

function lookOver(text: string, start: number, end: number): Looking | undefined {
  const lines = linesOf(text, start, end);
  if (!firstKey(lines)) return undefined;
  const { column, content } = lines.line;
  const looking: Looking = { lines, start: content, column, found: {}, annotations: {}, section: '', metadata: -1, inAnnotations: -1 };
  let more = look(looking);
  while (more && nextLine(lines)) more = look(looking);
  return more === undefined || lines.unclosed !== -1 ? undefined : looking;
}

/** The annotations that hosts use, of an object whose head can be read; see `host-annotations.ts`. */
export function readHostAnnotations(text: string): Readonly<Record<string, string>> {
  return lookOver(text, 0, text.length)?.annotations ?? {};
}
