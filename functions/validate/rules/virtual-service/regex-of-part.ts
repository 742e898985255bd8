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
      if (uri?.kind !== 'regex' || !beginsWithoutSlash(uri.value)) continue;
      yield wrongAt(
        { item: field.item, path: [...field.path, 'uri', 'regex'] },
        `"${uri.value}" fits no path, because it begins without a slash`,
      );
    }
  },
};

/** Letters, digits and the like at the very beginning, in an expression without alternatives. */
function beginsWithoutSlash(expression: string): boolean {
  const rest = expression.replace(/^\(\?[a-z]+\)/, '').replace(/^[(^]+(?:\?:)?/, '');
  return !expression.includes('|') && /^(?:[\w-]|\\[-.wd]|\[[\w-]+\])(?![*?{])/.test(rest);
}
