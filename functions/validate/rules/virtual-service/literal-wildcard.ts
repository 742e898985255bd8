import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenRules } from '../../spots/written-rules.ts';

export const literalWildcard: Rule = {
  code: 'GI2420',
  name: 'literal-wildcard',
  severity: 'error',
  summary: 'Prefixes and exact paths must have no wildcards.',
  why: '`*` stands for itself there: only paths with a star match',
  fix: 'delete the star from the prefix, or write `regex`',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch',
  *check(world) {
    for (const match of writtenRules(world).flatMap(({ rule }) => rule.matches)) {
      const { uri, field } = match;
      if (uri === undefined || uri.kind === 'present' || uri.kind === 'regex' || !uri.value.includes('*')) continue;
      const at = { item: field.item, path: [...field.path, 'uri', uri.kind] };
      yield wrongAt(at, `"${uri.value}" matches a star only where the path has one`);
    }
  },
};
