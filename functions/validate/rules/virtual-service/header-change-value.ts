import { headerValueProblem } from '../../../mesh/routes/header-value.ts';
import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { headerChanges } from '../../spots/virtual-service.ts';

export const headerChangeValue: Rule = {
  code: 'GI1215',
  name: 'header-change-value',
  severity: 'error',
  summary: 'A header value must be free of control characters, with every `%` in pairs or doubled.',
  why: 'the webhook of istiod refuses the object, because Envoy would refuse the route',
  fix: 'write `%%` for a percent sign, and `%NAME%` for a variable',
  source: 'istio/istio, pkg/config/validation/header_value_validator.go',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spot, value } of headerChanges(world)) {
      const problem = value === undefined ? undefined : headerValueProblem(value);
      if (problem !== undefined) yield wrong(spot, problem);
    }
  },
};
