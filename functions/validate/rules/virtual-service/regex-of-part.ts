import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenRules } from '../../spots/written-rules.ts';

export const regexOfPart: Rule = {
  code: 'GI2421',
  name: 'regex-of-part',
  severity: 'error',
  summary: 'A regular expression for a path must fit the whole path, which begins with a slash.',
  why: 'the expression must match everything from the first slash on; one that begins with something else never matches',
  fix: 'begin with `/` or `.*`, and end with `.*` where more may follow',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch',
  *check(world) {
    for (const { uri, field } of writtenRules(world).flatMap(({ rule }) => rule.matches)) {
      if (uri?.kind !== 'regex') continue;
      const parts = alternativesIn(uri.value);
      const lost = parts.filter(beginsWithoutSlash);
      if (lost.length === 0) continue;
      const isWhole = lost.length === parts.length;
      const what = isWhole ? `"${uri.value}"` : `"${lost[0]}" in "${uri.value}"`;
      yield wrongAt(
        { item: field.item, path: [...field.path, 'uri', 'regex'] },
        `${what} fits no path, because it begins without a slash`,
        isWhole ? {} : { severity: 'warning' },
      );
    }
  },
};

/** The alternatives of an expression, or of one group around all of it. */
function alternativesIn(expression: string): readonly string[] {
  const inner = /^\^?\((?:\?:)?((?:[^()\\[\]]|\\.)*)\)\$?$/.exec(expression)?.[1] ?? expression;
  const parts = [''];
  let depth = 0;
  for (const [token] of inner.matchAll(/\\.|\[(?:\\.|[^\]])*\]|./gs)) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (token === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
}

/** Letters, digits and the like at the very beginning. */
function beginsWithoutSlash(expression: string): boolean {
  const rest = expression.replace(/^\(\?[a-z]+\)/, '').replace(/^\^/, '');
  const [, group, quantifier = ''] = /^\((?:\?:)?([^()]*)\)([*?{]?)/.exec(rest) ?? [];
  if (group !== undefined) return quantifier === '' && alternativesIn(group).every(beginsWithoutSlash);
  return /^(?:[\w-]|\\[-.wd]|\[[\w-]+\])(?![*?{])/.test(rest.replace(/^[(^]+(?:\?:)?/, '')) && !/^\(.*\|/s.test(rest);
}
