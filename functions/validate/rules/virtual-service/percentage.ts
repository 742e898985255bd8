import type { Rule } from '../../rule.ts';
import { at, deep, list, number, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

export const percentage: Rule = {
  code: 'GI1219',
  name: 'percentage',
  severity: 'error',
  summary: 'A percentage must be from 0 to 100, and that of a fault not below 0.0001 unless it is 0.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write a number from 0 to 100',
  source: 'istio/istio, pkg/config/validation/validation.go (validatePercentage, validateHTTPMirrors)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const faults = ['abort', 'delay'].map((name) => deep(route, 'fault', name, 'percentage', 'value'));
      const mirrors = [at(route, 'mirrorPercentage'), ...list(route, 'mirrors').map((mirror) => at(mirror, 'percentage'))].map((share) =>
        at(share, 'value'),
      );
      for (const share of [...faults, ...mirrors, at(route, 'mirrorPercent'), at(route, 'mirror_percent')]) {
        const value = number(share);
        if (value < 0 || value > 100) yield wrong(share, `must be between 0 and 100, not ${value}`);
        else if (value > 0 && value < 0.0001 && faults.includes(share)) yield wrong(share, `must be 0 or at least 0.0001, not ${value}`);
      }
    }
  },
};
