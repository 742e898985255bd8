import type { Item } from '../../../krm/item.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, list, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { envoyRoutes } from '../../spots/envoy-routes.ts';
import { regularExpressionProblem } from '../../syntax/regular-expression.ts';

export const routeExpression: Rule = {
  code: 'GI2933',
  name: 'route-expression',
  severity: 'error',
  summary: 'A regular expression of a route must be one of RE2.',
  why: 'proxies of Istio refuse all routes of the port, and those of Envoy Gateway answer 500: RE2 has no look-ahead and no references back',
  fix: 'rewrite it without what RE2 lacks, or match by prefix',
  source: 'https://github.com/google/re2/wiki/Syntax',
  *check(world) {
    for (const spot of [...envoyRoutes(world)].flatMap(expressionsOf)) {
      const problem = regularExpressionProblem(text(spot));
      if (problem !== undefined && text(spot).length <= 1024) yield wrong(spot, problem);
    }
  },
};

function expressionsOf(route: Item): Spot[] {
  const matches = list(deep(rootOf(route), 'spec'), 'rules').flatMap((rule) => list(rule, 'matches'));
  return matches.flatMap((match) => {
    const values = [at(match, 'path'), ...list(match, 'headers'), ...list(match, 'queryParams')].filter(isExpression);
    const method = [at(match, 'method')].filter(isExpression);
    return [...values.map((spot) => at(spot, 'value')), ...method.flatMap((spot) => [at(spot, 'service'), at(spot, 'method')])];
  });
}

const isExpression = (spot: Spot): boolean => text(at(spot, 'type')) === 'RegularExpression';
