import type { Service } from '../../../mesh/registry/service.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenDestinations } from '../../spots/written-routes.ts';

export const destinationPortUnknown: Rule = {
  code: 'GI2412',
  name: 'destination-port-unknown',
  severity: 'error',
  summary: 'The port of a destination must be a port of the Service.',
  why: 'the port of the container does not count: proxies know no such destination and answer 503',
  fix: 'write a number of `spec.ports[].port` of the Service',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go (GetDestinationCluster)',
  upstream: ['IST0101'],
  *check(world) {
    for (const { destination, services } of writtenDestinations(world)) {
      const { port, host, field } = destination;
      if (port === 0 || services.length === 0 || services.some((service) => service.resolution === 'alias' || has(service, port))) continue;
      const ports = services.flatMap((service) => service.ports);
      const meant = ports.find(({ targetPort }) => targetPort === port);
      const known =
        meant === undefined
          ? `, which has ${[...new Set(ports.map((entry) => entry.port))].join(', ') || 'none'}`
          : `, but the target of its port ${meant.port}`;
      const at = { item: field.item, path: [...field.path, 'port', 'number'] };
      yield wrongAt(at, `${port} is no port of "${host}"${known}`, meant === undefined ? {} : { fix: `write ${meant.port}` });
    }
  },
};

const has = ({ ports }: Service, port: number): boolean => ports.some((entry) => entry.port === port);
