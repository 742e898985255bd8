import type { ProviderName } from '../../../functions/intent/model.ts';

/** A text as one provider gets it. Lines that are taken out stay as empty ones, so that line numbers hold. */
export interface MarkedText {
  /** Without the lines that are not for the provider. */
  readonly whole: string;
  /** Without the lines that the provider refuses, too. */
  readonly possible: string;
  /** Numbers of those lines, from 1. */
  readonly refused: readonly number[];
}

const mark = /\s#\s*(refused by|only for|not for) ([a-z-]+(?:, [a-z-]+)*)$/;

/**
 * Lines of an intent or of its requests end with a comment where providers differ: `# refused by X, Y`: an error at this line, and nothing without it;
 * `# only for X` and `# not for X`: lines that some providers have.
 */
export function readMarks(text: string, provider: ProviderName): MarkedText {
  const lines = text.split('\n').map((line) => {
    const [, word, names = ''] = mark.exec(line) ?? [];
    const named = names.split(', ').includes(provider);
    if (word === 'refused by') return { line, kept: true, refused: named };
    return { line, kept: word === undefined || named === (word === 'only for'), refused: false };
  });
  const join = (keeps: (one: (typeof lines)[number]) => boolean): string => lines.map((one) => (keeps(one) ? one.line : '')).join('\n');
  return {
    whole: join(({ kept }) => kept),
    possible: join(({ kept, refused }) => kept && !refused),
    refused: lines.flatMap(({ refused }, index) => (refused ? [index + 1] : [])),
  };
}
