import { logVariables } from '../../../mesh/routes/envoy-variables.ts';
import { variableProblem } from '../../../mesh/routes/header-variables.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { logFormats } from '../../spots/log-formats.ts';

export const logVariable: Rule = {
  code: 'GI2121',
  name: 'log-variable',
  severity: 'error',
  summary: 'What stands between percent signs in the format of an access log, or in a tag of a trace, must be a variable of Envoy.',
  why: 'upstream takes it, and the proxies refuse every listener that it stands in: those that run keep what they had, and new ones do not become ready',
  fix: 'write a variable that Envoy has, or `%%` for a percent sign',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/advanced/substitution_formatter',
  upstream: [],
  *check(world) {
    for (const { field, inside, text, isUsed, hasExtension } of logFormats(world)) {
      const problem = variableProblem(text, logVariables(hasExtension));
      if (problem === undefined) continue;
      const where = inside === undefined ? '' : `sets \`${inside}\`, which `;
      const rest = isUsed ? '' : ', as soon as a Telemetry or `accessLogFile` makes proxies use it';
      yield wrongAt(field, `${where}${problem.requirement}${rest}`, { fix: problem.fix, ...(isUsed ? {} : { severity: 'warning' }) });
    }
  },
};
