import type { Rule } from '../../rule.ts';
import { at, deep, isSet, list, rootOf, text, wrong } from '../../spot.ts';
import { celProblem } from '../../syntax/cel.ts';

export const accessLogFilter: Rule = {
  code: 'GI1674',
  name: 'access-log-filter',
  severity: 'error',
  summary: 'The filter of an access log must be an expression of CEL.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write an expression such as `response.code >= 400`',
  source: 'istio/istio, pkg/config/validation/validation_istiod.go (validateTelemetryFilter)',
  upstream: ['IST0106'],
  *check(world) {
    const logs = world.ofKind('telemetry.istio.io', 'Telemetry').flatMap((item) => list(deep(rootOf(item), 'spec'), 'accessLogging'));
    for (const filter of logs.map((log) => at(log, 'filter')).filter(isSet)) {
      const problem = celProblem(text(at(filter, 'expression')));
      if (problem !== undefined) yield wrong(at(filter, 'expression'), problem);
    }
  },
};
