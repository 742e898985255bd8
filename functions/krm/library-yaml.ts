import { type Document, isScalar, type ParsedNode, parseDocument, type Range, Scalar, type ScalarTag, visit, type YAMLError } from 'yaml';
import type { CodeName } from '../diagnostics/codes.ts';
import { withGoEscapes } from './go-escapes.ts';
import { indentContinued } from './indent-continued.ts';
import { linesOf, nextLine } from './lines.ts';
import { plainScalar } from './plain-scalar.ts';

/** Uses of one anchor, nested uses multiplied: far more than people write, far less than it takes to fill the memory. */
const maxAliasCount = 1000;

/** What is wrong with a text, and where: an offset into it. */
export interface Mistake {
  readonly code: CodeName;
  readonly message: string;
  readonly fix?: string | undefined;
  readonly offset: number;
  readonly length: number;
}

function scalarTag(name: string, holds: (value: unknown) => boolean): ScalarTag {
  return {
    tag: `tag:yaml.org,2002:${name}`,
    default: true,
    // The library only calls test(); a regular expression could not say "what kubectl reads as a number".
    test: { test: (text: string) => holds(plainScalar(text)) } as RegExp,
    resolve: (text) => new Scalar(plainScalar(text)),
  };
}

const kubernetesTags: ScalarTag[] = [
  scalarTag('null', (value) => value === null),
  scalarTag('bool', (value) => typeof value === 'boolean'),
  scalarTag('int', Number.isInteger),
  scalarTag('float', (value) => typeof value === 'number'),
];

/** The document with all positions; scalars and the lines of quoted values are read as kubectl reads them. */
export function parseYaml(text: string): Document.Parsed {
  const document = parseStrictly(text);
  const indented = document.errors.length > 0 ? indentContinued(text) : undefined;
  const again = indented && parseStrictly(indented.text);
  if (indented === undefined || again === undefined || again.errors.length > 0) return document;
  const moved = ([start, value, end]: Range): Range => [indented.original(start), indented.original(value), indented.original(end)];
  again.range = moved(again.range);
  visit(again, {
    Node(_, node) {
      if (node.range) node.range = moved(node.range);
    },
  });
  return again;
}

const parseStrictly = (text: string): Document.Parsed => withGoEscapes(text, parseWithTags);

function parseWithTags(text: string): Document.Parsed {
  return parseDocument(text, {
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === 'object' && (tag.collection !== undefined || tag.tag.endsWith(':str'))),
      ...kubernetesTags,
    ],
    merge: true,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const tooDeep = { code: 'GI0003', message: 'the document is nested too deeply to be read', offset: 0, length: 1 } as const;

/** The library reports an unclosed quote or bracket where the text ends; people look for the place where it opens. */
function unclosed(text: string): Mistake | undefined {
  const lines = linesOf(text, 0, text.length);
  while (nextLine(lines));
  if (lines.unclosed === -1) return undefined;
  const what = /["']/.test(text.charAt(lines.unclosed)) ? 'quote' : 'bracket';
  return { code: 'GI0003', message: `the ${what} that opens here is never closed`, fix: 'close it', offset: lines.unclosed, length: 1 };
}

function fromError(text: string, error: YAMLError): Mistake {
  const [offset, end] = error.pos;
  const length = Math.max(1, end - offset);
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(offset))?.[0].trim() ?? '';
    return { code: 'GI0005', message: `key "${key}" is written twice in one map`, offset, length: key.length };
  }
  if (error.code === 'TAB_AS_INDENT') {
    return { code: 'GI0003', message: 'tabs must not be used for indentation', fix: 'indent with spaces', offset, length };
  }
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep;
  return unclosed(text) ?? { code: 'GI0003', message: lowerFirst(error.message.replace(/\.$/, '')), offset, length };
}

/** Characters that YAML allows only as escapes. */
const control = /(?![\t\n\r\u0085])\p{Cc}/u;

function controlCharacter(text: string): Mistake | undefined {
  const offset = text.search(control);
  if (offset === -1) return undefined;
  const hex = text.charCodeAt(offset).toString(16).padStart(2, '0');
  const message = `control character \\x${hex} must not stand in YAML`;
  return { code: 'GI0003', message, fix: 'delete it, or write it as an escape in double quotes', offset, length: 1 };
}

function unsafeKey(document: Document.Parsed): Mistake | undefined {
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

function fromException(text: string, error: unknown): Mistake {
  if (error instanceof RangeError) return tooDeep;
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('Excessive alias count')) {
    return { code: 'GI0006', message: `aliases are used more than ${maxAliasCount} times, nested uses multiplied`, offset: 0, length: 1 };
  }
  const alias = /^Unresolved alias .*: (.+)$/.exec(message)?.[1];
  if (alias === undefined) return { code: 'GI0003', message: lowerFirst(message), offset: 0, length: 1 };
  const offset = Math.max(0, text.indexOf(`*${alias}`));
  return {
    code: 'GI0003',
    message: `alias "*${alias}" has no anchor before it`,
    fix: 'write the value out',
    offset,
    length: alias.length + 1,
  };
}

/** Reads any YAML or JSON document; the first mistake where there is one. */
export function readYaml(text: string): { readonly value: unknown } | { readonly mistake: Mistake } {
  try {
    const document = parseYaml(text);
    const [error] = document.errors;
    const mistake = controlCharacter(text) ?? (error ? fromError(text, error) : unsafeKey(document));
    if (mistake) return { mistake };
    return { value: document.toJS({ maxAliasCount }) };
  } catch (error) {
    return { mistake: fromException(text, error) };
  }
}
