import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenRules } from '../../spots/written-rules.ts';

export const rewriteWithoutPrefix: Rule = {
  code: 'GI2419',
  name: 'rewrite-without-prefix',
  severity: 'warning',
  summary: '`rewrite.uri` should belong to matches of a prefix or of an exact path.',
  why: 'without a match of the path the text is put before the path, without a slash between; with a regular expression it replaces the whole path',
  fix: 'match a prefix, or use `uriRegexRewrite`',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go (applyHTTPRouteDestination)',
  *check(world) {
    for (const { rule } of writtenRules(world)) {
      const { rewrite, matches } = rule;
      if (!rewrite?.uri || rewrite.regex !== undefined) continue;
      const at = { item: rewrite.field.item, path: [...rewrite.field.path, 'uri'] };
      const hasOpen = matches.length === 0 || matches.some(({ uri }) => uri === undefined);
      if (hasOpen && !rewrite.uri.endsWith('/'))
        yield wrongAt(at, `"${rewrite.uri}" is put before the path: "/a" becomes "${rewrite.uri}a"`);
      const regex = matches.map(({ uri }) => uri).find((uri) => uri?.kind === 'regex' && /[*+]\)?\$?$/.test(uri.value));
      if (regex?.kind === 'regex') yield wrongAt(at, `"${rewrite.uri}" replaces the whole path that "${regex.value}" matches`);
    }
  },
};
