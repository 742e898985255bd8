import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { fieldOf, istioGateways } from '../../spots/istio-gateways.ts';

export const duplicateServerName: Rule = {
  code: 'GI2114',
  name: 'duplicate-server-name',
  severity: 'warning',
  summary: 'Servers of one Gateway should have names of their own.',
  why: 'the metrics of both are counted under one name',
  fix: 'rename one of them',
  source: 'istio/istio, pilot/pkg/model/gateway.go (mergeGateways)',
  *check(world) {
    for (const { servers } of istioGateways(world)) {
      const seen = new Set<string>();
      for (const server of servers.filter(({ name }) => name !== '')) {
        if (seen.has(server.name)) yield wrongAt(fieldOf(server, 'name'), `"${server.name}" is the name of an earlier server`);
        seen.add(server.name);
      }
    }
  },
};
