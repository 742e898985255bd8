import { valueAt } from '../../../diagnostics/path.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { unknownHost } from '../../spots/unknown-host.ts';

export const ruleHostUnknown: Rule = {
  code: 'GI2512',
  name: 'rule-host-unknown',
  severity: 'error',
  summary: 'The host of a DestinationRule must be one that the mesh knows.',
  why: 'a name without a dot means a Service beside the rule, one with a dot is taken as it is; for a host that nobody knows the rule is without effect',
  fix: 'write the full name of the Service, or add a ServiceEntry',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
  upstream: ['IST0174', 'KIA0202'],
  *check(world) {
    for (const { host, hostField, item } of istioDestinationRules(world)) {
      const written = valueAt(item.object, hostField.path);
      const problem = typeof written === 'string' ? unknownHost(written, host, item, world) : undefined;
      if (problem === undefined) continue;
      const { requirement, ...more } = problem;
      yield wrongAt(hostField, requirement, more);
    }
  },
};
