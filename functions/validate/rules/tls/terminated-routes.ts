import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { meetings, readBy } from '../../spots/met-servers.ts';

export const terminatedRoutes: Rule = {
  code: 'GI2303',
  name: 'terminated-routes',
  severity: 'error',
  summary: '`tls` rules must be for servers that pass TLS through.',
  why: 'where TLS ends at the gateway, or there is none, these rules are ignored, and requests are answered with 404',
  fix: 'write `http` rules, or set `mode: PASSTHROUGH`',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#gateway-to-virtual-service-tls-mismatch',
  *check(world) {
    for (const meeting of meetings(world)) {
      const { item, tls } = meeting.virtualService;
      const reads = readBy(meeting);
      if (tls.length === 0 || reads === undefined || reads.has('tls')) continue;
      yield wrongAt(
        { item, path: ['spec', 'tls'] },
        `is ignored: no server of ${titled(meeting.servers[0]?.gateway.item ?? item)} for its hosts passes TLS through`,
      );
    }
  },
};
