import { isSubsetOf } from '../../../hosts/host-name.ts';
import { fits } from '../../../mesh/listeners/tcp-routes.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { meetings, rulesOf } from '../../spots/met-servers.ts';

export const serverNameOutside: Rule = {
  code: 'GI2305',
  name: 'server-name-outside',
  severity: 'warning',
  summary: 'Server names of `tls` rules should be hosts of the server.',
  why: 'the gateway takes the names from the rule, not from the server: it passes on connections that its Gateway does not mention',
  fix: 'add the name to the hosts of the server, or delete it from `sniHosts`',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (pickMatchingGatewayHosts)',
  *check(world) {
    for (const { virtualService, servers } of meetings(world)) {
      const passing = servers.filter((server) => rulesOf(server) === 'tls');
      for (const match of virtualService.tls.flatMap(({ matches }) => matches)) {
        const mine = passing.filter((server) => fits(match, server));
        if (mine.length === 0) continue;
        for (const [index, name] of match.sniHosts.entries()) {
          if (mine.some(({ hosts }) => hosts.some((host) => isSubsetOf(name, host.name)))) continue;
          const at = { item: match.field.item, path: [...match.field.path, 'sniHosts', index] };
          yield wrongAt(
            at,
            `"${name}" is no host of ${titled(mine[0]?.gateway.item ?? match.field.item)}, which passes it on nevertheless`,
          );
        }
      }
    }
  },
};
