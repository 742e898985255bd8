import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenRules } from '../../spots/written-rules.ts';

export const faultWithoutRetries: Rule = {
  code: 'GI2423',
  name: 'fault-without-retries',
  severity: 'warning',
  summary: 'A rule with `fault` should have no `timeout` and no `retries`.',
  why: 'for requests with a fault the proxy applies neither: the client sees the fault',
  fix: 'inject the fault in the VirtualService of another hop',
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#virtual-service-with-fault-injection-and-retrytimeout-policies-not-working-as-expected',
  *check(world) {
    for (const { rule } of writtenRules(world)) {
      const field = rule.retries !== undefined ? 'retries' : rule.timeout !== undefined ? 'timeout' : undefined;
      if (rule.fault === undefined || field === undefined) continue;
      yield wrongAt({ item: rule.field.item, path: [...rule.field.path, field] }, 'is not applied to requests with a fault');
    }
  },
};
