import { variableProblem } from '../../../mesh/routes/header-variables.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { at, deep, list, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { envoyRoutes } from '../../spots/envoy-routes.ts';

export const filterVariable: Rule = {
  code: 'GI2931',
  name: 'filter-variable',
  severity: 'error',
  summary: 'What stands between percent signs in a header value must be a variable of Envoy, and a percent sign doubled.',
  why: 'the API server takes it and the proxies refuse it: all routes of the port stay as they were before, also those of other objects',
  fix: 'write a variable that Envoy has, or `%%` for a percent sign',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/advanced/substitution_formatter',
  *check(world) {
    for (const route of envoyRoutes(world))
      for (const rule of list(deep(rootOf(route), 'spec'), 'rules'))
        for (const owner of [rule, ...list(rule, 'backendRefs')]) yield* list(owner, 'filters').flatMap(findings);
    yield* earlyHeaders(world).flatMap(inChange);
  },
};

const findings = (filter: Spot): Finding[] =>
  ['requestHeaderModifier', 'responseHeaderModifier'].flatMap((field) => inChange(at(filter, field)));

function inChange(change: Spot): Finding[] {
  const values = ['set', 'add'].flatMap((field) => list(change, field).map((entry) => at(entry, 'value')));
  return values.flatMap((value) => {
    const problem = variableProblem(text(value));
    return problem === undefined ? [] : [wrong(value, problem.requirement, { fix: problem.fix })];
  });
}

/** Changes of Envoy Gateway that are made before and after those of routes. */
const earlyHeaders = (world: World): Spot[] =>
  world
    .ofKind('gateway.envoyproxy.io', 'ClientTrafficPolicy')
    .flatMap((item) => ['earlyRequestHeaders', 'lateResponseHeaders'].map((field) => deep(rootOf(item), 'spec', 'headers', field)));
