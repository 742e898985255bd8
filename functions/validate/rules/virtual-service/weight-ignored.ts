import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenVirtualServices } from '../../spots/written-routes.ts';

export const weightIgnored: Rule = {
  code: 'GI2426',
  name: 'weight-ignored',
  severity: 'warning',
  summary: 'Weights should be shares of 100.',
  why: 'a single destination gets everything, whatever its weight; several get shares of the sum of their weights',
  fix: 'let the weights add up to 100, and leave out that of a single destination',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  upstream: ['KIA1104'],
  *check(world) {
    for (const { http, tls, tcp } of writtenVirtualServices(world)) {
      // An intent says shares, not percentages.
      for (const { destinations, field } of [...http, ...tls, ...tcp]) {
        const sum = destinations.reduce((total, { weight }) => total + weight, 0);
        const [only, ...more] = destinations;
        if (only === undefined || sum === 0 || sum === 100 || field.item.origin !== undefined) continue;
        const at = { item: field.item, path: [...field.path, 'route', 0, 'weight'] };
        if (more.length === 0) {
          if (sum < 100) yield wrongAt(at, `${sum} is ignored: the only destination gets everything`);
        } else
          yield wrongAt({ item: field.item, path: [...field.path, 'route'] }, `has weights that add up to ${sum}: they are shares of it`, {
            severity: 'info',
          });
      }
    }
  },
};
