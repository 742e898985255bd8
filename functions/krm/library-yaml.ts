import { type Document, parseDocument, type Range, Scalar, type ScalarTag, visit } from 'yaml';
import { withGoEscapes } from './go-escapes.ts';
import { indentContinued } from './indent-continued.ts';
import { plainScalar } from './plain-scalar.ts';
import { controlCharacter, fromError, fromException, type Mistake, maxAliasCount, unsafeKey } from './yaml-mistake.ts';

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
