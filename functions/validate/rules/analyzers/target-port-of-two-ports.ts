import { groupBy } from '../../../krm/group-by.ts';
import type { Rule } from '../../rule.ts';
import { meshedServices } from '../../spots/meshed-services.ts';

export const targetPortOfTwoPorts: Rule = {
  code: 'GI3016',
  name: 'target-port-of-two-ports',
  severity: 'info',
  summary: 'Services of the same pods should lead to a port of the pods from one port number.',
  why: 'the sidecar takes the protocol and the policies of one of the Services for the calls to the other, too',
  fix: 'use the same port number in both Services',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0137/',
  upstream: ['IST0137'],
  *check(world) {
    for (const { workload, services } of meshedServices(world)) {
      const ports = services.flatMap(({ name, ports }) =>
        ports.map(({ port, targetPort, transport }) => ({ name, port, target: `${targetPort}${transport === 'UDP' ? '/UDP' : ''}` })),
      );
      for (const [target, group] of groupBy(ports, (entry) => entry.target)) {
        const numbers = [...new Set(group.map(({ port }) => port))];
        if (numbers.length < 2 || workload.item === undefined) continue;
        const from = group.map(({ name, port }) => `${port} of Service "${name}"`).join(' and ');
        yield {
          item: workload.item,
          path: ['metadata', 'name'],
          message: `port ${target.split('/')[0]} of its pods is reached from ports ${from}`,
        };
      }
    }
  },
};
