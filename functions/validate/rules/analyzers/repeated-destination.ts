import type { Destination } from '../../../mesh/routes/http-rule.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';

export const repeatedDestination: Rule = {
  code: 'GI3034',
  name: 'repeated-destination',
  severity: 'warning',
  summary: 'A route should name a destination once.',
  why: 'the weights of both add up, which is seldom what the numbers say',
  fix: 'make one destination of them, or correct the subset',
  source: 'https://kiali.io/docs/features/validations/',
  upstream: ['KIA1105'],
  *check(world) {
    const written = world.mesh.virtualServices.all.filter(({ semantics }) => semantics === 'istio');
    for (const { http, tls, tcp } of written)
      for (const { destinations } of [...http, ...tls, ...tcp])
        for (const { host, subset, field } of repeated(destinations))
          yield wrongAt(field, `is a destination of this route already: "${host}"${subset === '' ? '' : `, subset "${subset}"`}`);
  },
};

function repeated(destinations: readonly Destination[]): readonly Destination[] {
  const seen = new Set<string>();
  return destinations.filter(({ host, subset, port }) => {
    const key = `${host} ${subset} ${port}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}
