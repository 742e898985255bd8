import { groupBy } from '../../../krm/group-by.ts';
import type { KubeService } from '../../../mesh/inventory/services.ts';
import type { Finding, Rule } from '../../rule.ts';
import { meshedServices } from '../../spots/meshed-services.ts';

export const portOfTwoTransports: Rule = {
  code: 'GI3015',
  name: 'port-of-two-transports',
  severity: 'warning',
  summary: 'Services of the same pods should not use one port number for TCP and for UDP.',
  why: 'a proxy has one listener for a port number, and takes one of the two protocols for both',
  fix: 'use another port number for one of the two',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  upstream: ['IST0116'],
  *check(world) {
    for (const { workload, services } of meshedServices(world)) {
      const ports = services.flatMap((service) => service.ports.map((port) => ({ service, ...port })));
      for (const [number, group] of groupBy(ports, ({ port }) => port)) {
        const transports = new Set(group.map(({ transport }) => transport));
        if (transports.size > 1 && workload.item !== undefined)
          yield finding(
            workload.item,
            number,
            [...transports],
            group.map(({ service }) => service),
          );
      }
    }
  },
};

function finding(item: Finding['item'], port: number, transports: readonly string[], services: readonly KubeService[]): Finding {
  const names = [...new Set(services.map(({ name }) => `"${name}"`))].join(' and ');
  return { item, path: ['metadata', 'name'], message: `port ${port} of its pods is ${transports.join(' and ')} in Service ${names}` };
}
