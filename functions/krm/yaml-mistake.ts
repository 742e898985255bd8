import { type Document, isScalar, type ParsedNode, visit, type YAMLError } from 'yaml';
import type { CodeName } from '../diagnostics/codes.ts';
import { linesOf, nextLine } from './lines.ts';
import { conflict, lineAt, syntaxWords } from './syntax-words.ts';

/** Uses of one anchor, nested uses multiplied: far more than people write, far less than it takes to fill the memory. */
export const maxAliasCount = 1000;

/** What is wrong with a text, and where: an offset into it. */
export interface Mistake {
  readonly code: CodeName;
  readonly message: string;
  readonly fix?: string | undefined;
  readonly offset: number;
  readonly length: number;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const tooDeep = { code: 'GI0003', message: 'the document is nested too deeply to be read', offset: 0, length: 1 } as const;

/** The library reports an unclosed quote or bracket where the text ends; people look for the place where it opens. */
function unclosed(text: string): Mistake | undefined {
  const lines = linesOf(text, 0, text.length);
  while (nextLine(lines));
  if (lines.unclosed === -1) return undefined;
  const offset = unclosedQuote(text, lines.unclosed) ?? lines.unclosed;
  const what = /["']/.test(text.charAt(offset)) ? 'quote' : 'bracket';
  return { code: 'GI0003', message: `the ${what} that opens here is never closed`, fix: 'close it', offset, length: 1 };
}

/** The quote that is left open in the line of a bracket that therefore seems to be. */
function unclosedQuote(text: string, bracket: number): number | undefined {
  const { text: line, start } = lineAt(text, bracket);
  const quotes = [...line.slice(bracket - start).matchAll(/(?<!\\)"/g)];
  const last = quotes.length % 2 === 1 ? quotes.at(-1)?.index : undefined;
  return last === undefined ? undefined : bracket + last;
}

/** What the library says of a text, in words of people. */
export function fromError(text: string, error: YAMLError): Mistake {
  const [offset, end] = error.pos;
  const length = Math.max(1, end - offset);
  const unresolved = conflict(text);
  if (unresolved !== undefined) return { code: 'GI0003', ...unresolved };
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(offset))?.[0].trim() ?? '';
    return { code: 'GI0005', message: `key "${key}" is written twice in one map`, offset, length: key.length };
  }
  if (error.code === 'TAB_AS_INDENT') {
    return { code: 'GI0003', message: 'tabs must not be used for indentation', fix: 'indent with spaces', offset, length };
  }
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep;
  const words = syntaxWords(text, offset, error.message);
  const told = words ?? { message: lowerFirst(error.message.replace(/\.$/, '')), offset, length };
  return unclosed(text) ?? { code: 'GI0003', ...told };
}

/** Characters that YAML allows only as escapes. */
const control = /(?![\t\n\r\u0085])\p{Cc}/u;

/** The first character of a text that must not stand in it. */
export function controlCharacter(text: string): Mistake | undefined {
  const offset = text.search(control);
  if (offset === -1) return undefined;
  const hex = text.charCodeAt(offset).toString(16).padStart(2, '0');
  const message = `control character \\x${hex} must not stand in YAML`;
  return { code: 'GI0003', message, fix: 'delete it, or write it as an escape in double quotes', offset, length: 1 };
}

/** The first key that attacks programs which read it. */
export function unsafeKey(document: Document.Parsed): Mistake | undefined {
  let mistake: Mistake | undefined;
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || pair.key.value !== '__proto__') return undefined;
      const [offset, end] = (pair.key as ParsedNode).range;
      mistake = { code: 'GI0007', message: 'key "__proto__" must not be used', offset, length: end - offset };
      return visit.BREAK;
    },
  });
  return mistake;
}

/** What the library says by throwing. */
export function fromException(text: string, error: unknown): Mistake {
  if (error instanceof RangeError) return tooDeep;
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('Excessive alias count')) {
    return { code: 'GI0006', message: `aliases are used more than ${maxAliasCount} times, nested uses multiplied`, offset: 0, length: 1 };
  }
  const alias = /^Unresolved alias .*: (.+)$/.exec(message)?.[1];
  if (alias === undefined) return { code: 'GI0003', message: lowerFirst(message), offset: 0, length: 1 };
  const offset = Math.max(0, text.indexOf(`*${alias}`));
  const told = {
    message: `alias "*${alias}" has no anchor before it`,
    fix: 'write the value out, or put it in quotes',
    offset,
    length: alias.length + 1,
  };
  return { code: 'GI0003', ...(syntaxWords(text, offset, message) ?? told) };
}
