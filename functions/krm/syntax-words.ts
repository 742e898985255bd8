import { misplacedLine } from './misplaced-line.ts';

/** What is wrong with a text in words of people who write manifests, where it is known; the place may be another than the one where reading stopped. */
export interface SyntaxWords {
  readonly message: string;
  readonly fix: string;
  readonly offset: number;
  readonly length: number;
}

/** A line of a text: what it holds, and where it begins. */
export interface TextLine {
  readonly text: string;
  readonly start: number;
}

export function lineAt(text: string, offset: number): TextLine {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return { text: text.slice(start, end === -1 ? undefined : end).replace(/\r$/, ''), start };
}

/** The mistake that made the reader of YAML stop at an offset, as people make it. */
export function syntaxWords(text: string, offset: number, message: string): SyntaxWords | undefined {
  const line = lineAt(text, offset);
  const above = line.start === 0 ? undefined : lineAt(text, line.start - 1);
  return (
    oddSpace(line) ??
    action(line) ??
    unquotedStar(text, offset, message) ??
    reserved(text, offset, message) ??
    gluedDash(line) ??
    (above && gluedDash(above)) ??
    gluedKey(line, message) ??
    keyWithoutColon(line, message) ??
    (message.startsWith('Nested mappings') ? colonInValue(text, offset) : undefined) ??
    misplacedLine(text, line, message) ??
    otherWords(text, offset, message)
  );
}

/** What Git leaves of two versions that nobody has put together. */
export function conflict(text: string): SyntaxWords | undefined {
  const marker = /^<{7} .*$/m.exec(text);
  if (marker === null || !/^>{7} /m.test(text)) return undefined;
  const fix = 'keep one of the two versions, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`';
  return { message: 'a conflict of two versions is not resolved', fix, offset: marker.index, length: marker[0].length };
}

/** Spaces that look like one and are none for YAML; in quotes they are a character as any other. */
function oddSpace({ text, start }: TextLine): SyntaxWords | undefined {
  const at = text.search(/[\u00a0\u2000-\u200b\u202f\u3000]/);
  if (at === -1) return undefined;
  return { message: 'a no-break space is no space for YAML', fix: 'write an ordinary space', offset: start + at, length: 1 };
}

/** `{{ if … }}` of Helm on a line of its own. */
function action({ text, start }: TextLine): SyntaxWords | undefined {
  const at = text.search(/^ *(?:\{\{|\{%|<%)/);
  if (at === -1) return undefined;
  const offset = start + text.search(/\S/);
  return { message: 'an action of a template is no YAML', fix: 'fill the template in first', offset, length: text.trim().length };
}

/** `*.example.com`: an alias for YAML. */
function unquotedStar(text: string, offset: number, message: string): SyntaxWords | undefined {
  if (message !== 'Alias cannot be an empty string' && !/^\*[.:/-]/.test(text.slice(offset))) return undefined;
  const value = text.charAt(offset) === '*' ? (/^\*[^\s,\]}]*/.exec(text.slice(offset))?.[0] ?? '*') : '*';
  return quoted('a value that begins with "*" must be in quotes', value, offset);
}

/** `@`, a backtick and `%` begin no value. */
function reserved(text: string, offset: number, message: string): SyntaxWords | undefined {
  if (!message.startsWith('Plain value cannot start with')) return undefined;
  const value = restOfLine(text, offset);
  return quoted(`a value that begins with "${value.charAt(0)}" must be in quotes`, value, offset);
}

/** `host: a: b`. */
function colonInValue(text: string, offset: number): SyntaxWords | undefined {
  const value = restOfLine(text, offset);
  if (!/^[^"'[{&!|>?]/.test(value) || !value.includes(': ')) return undefined;
  return quoted('a value that holds ": " must be in quotes', value, offset, ', or remove the space behind the second ":"');
}

const restOfLine = (text: string, offset: number): string =>
  (/^[^\n\r]*/.exec(text.slice(offset))?.[0] ?? '').replace(/ +#.*$/, '').trimEnd();

function quoted(message: string, value: string, offset: number, or = ''): SyntaxWords {
  const written = /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
  return { message, fix: `write ${written}${or}`, offset, length: value.length };
}

/** `-name: a`: a dash ends with a space. */
function gluedDash({ text, start }: TextLine): SyntaxWords | undefined {
  const [, indent, rest = ''] = /^( *)-(?=[A-Za-z"'{[])(.*)$/.exec(text) ?? [];
  if (indent === undefined) return undefined;
  return { message: '`-` must be followed by a space', fix: `write \`- ${rest}\``, offset: start + indent.length, length: 1 };
}

/** `to:frontend`: a colon ends with a space. */
function gluedKey({ text, start }: TextLine, message: string): SyntaxWords | undefined {
  const [, indent, name = '', value = ''] = /^( *(?:- +)*)([A-Za-z][\w./-]*):(?!\/\/)([\w"'[{].*)$/.exec(text) ?? [];
  if (indent === undefined || !(isNoKey(message) || /^["'[{]/.test(value))) return undefined;
  const fix = `write \`${name}: ${value.trimEnd()}\``;
  return { message: '`:` must be followed by a space', fix, offset: start + indent.length, length: name.length + 1 };
}

const isNoKey = (message: string): boolean => /^Implicit (?:map )?keys need/.test(message);

/** A line with a key, and perhaps a value, and no colon between them. */
function keyWithoutColon({ text, start }: TextLine, message: string): SyntaxWords | undefined {
  const [, indent, name = '', value = ''] = /^( *(?:- +)*)([A-Za-z][\w./-]*)( +(?:[^\s#].*)?)?$/.exec(text) ?? [];
  const isKey = isNoKey(message) ? !/^[\w./-]*: | [^"'[{].* /.test(value) : /^ +[[{]/.test(value) && !value.includes('": ');
  if (indent === undefined || !isKey) return undefined;
  const fix = `write \`${name}:${value.trim() === '' ? '' : ` ${value.trim()}`}\``;
  return { message: `"${name}" is no key without a colon`, fix, offset: start + indent.length, length: name.length };
}

/** What the library says, and what is meant by it. */
const others: readonly (readonly [said: RegExp, message: string, fix: string])[] = [
  [/^Unexpected flow-(?:map|seq)-end/, 'a bracket is closed that was never opened', 'delete it, or open it where the value begins'],
  [
    /^Missing ,? ?(?:or :)? ?between flow|^Unexpected scalar token$/,
    'a comma or a colon is missing in the brackets',
    'write ", " between entries, and ": " behind their names',
  ],
  [
    /^Unexpected .* at node end/,
    'nothing may follow a value that ended with a quote or a bracket',
    'delete what follows, or put the whole value in quotes',
  ],
  [
    /^Block collections are not allowed within flow/,
    'a list or a map in brackets has its entries in brackets, too',
    'write `[…]` or `{…}` here, with commas between the entries',
  ],
  [/^Flow (?:map|sequence) in block collection must be/, 'brackets are not closed before the next line begins', 'close them'],
];

function otherWords(text: string, offset: number, message: string): SyntaxWords | undefined {
  const found = others.find(([said]) => said.test(message));
  return found === undefined ? undefined : { message: found[1], fix: found[2], offset: Math.min(offset, text.length - 1), length: 1 };
}
