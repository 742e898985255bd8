import { valueAt } from '../../../diagnostics/path.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { unknownHost } from '../../spots/unknown-host.ts';
import { writtenDestinations } from '../../spots/written-routes.ts';

export const destinationHostUnknown: Rule = {
  code: 'GI2414',
  name: 'destination-host-unknown',
  severity: 'error',
  summary: 'The host of a destination must be one that the mesh knows.',
  why: 'a name without a dot means a Service beside the VirtualService, one with a dot is taken as it is; for a host that nobody knows the answer is 503',
  fix: 'write the full name of the Service, or add a ServiceEntry',
  source: 'istio/istio, pilot/pkg/model/config.go (ResolveShortnameToFQDN)',
  upstream: ['IST0101', 'KIA1101'],
  *check(world) {
    for (const { destination, services } of writtenDestinations(world)) {
      if (services.length > 0) continue;
      const { item, path } = destination.field;
      const written = valueAt(item.object, [...path, 'host']);
      const problem = typeof written === 'string' ? unknownHost(written, destination.host, item, world) : undefined;
      if (problem === undefined) continue;
      const { requirement, ...more } = problem;
      yield wrongAt({ item, path: [...path, 'host'] }, requirement, more);
    }
  },
};
