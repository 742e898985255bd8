import { headerValueProblem } from '../../../mesh/routes/header-value.ts';
import { variableProblem } from '../../../mesh/routes/header-variables.ts';
import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { addedHeaders } from '../../spots/envoy-filter.ts';
import { headerChanges } from '../../spots/virtual-service.ts';

export const headerVariable: Rule = {
  code: 'GI2434',
  name: 'header-variable',
  severity: 'error',
  summary: 'What stands between percent signs in a header value must be a variable of Envoy.',
  why: 'istiod takes it and the proxies refuse it: all routes of the port stay as they were before, also those of other objects',
  fix: 'write a variable that Envoy has, or `%%` for a percent sign',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/advanced/substitution_formatter',
  *check(world) {
    const changes = headerChanges(world).flatMap(({ spot, value }) =>
      value === undefined || headerValueProblem(value) !== undefined ? [] : [{ spot, value }],
    );
    for (const { spot, value } of [...changes, ...addedHeaders(world)]) {
      const problem = variableProblem(value);
      if (problem !== undefined) yield wrong(spot, problem.requirement, { fix: problem.fix });
    }
  },
};
