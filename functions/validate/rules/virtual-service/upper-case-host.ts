import type { Rule } from '../../rule.ts';
import { list, type Spot, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';
import { layer4Matches, virtualServices } from '../../spots/virtual-service.ts';

export const upperCaseHost: Rule = {
  code: 'GI2427',
  name: 'upper-case-host',
  severity: 'warning',
  summary: 'Hosts should be written in small letters.',
  why: 'proxies compare the hosts of requests in small letters, istiod compares those of objects as they are written: the two do not meet',
  fix: 'write the host in small letters',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go; pkg/config/host/name.go',
  *check(world) {
    const hosts: readonly Spot[] = [
      ...virtualServices(world).flatMap((service) => service.hosts),
      ...servers(world).flatMap((server) => list(server, 'hosts')),
      ...layer4Matches(world).flatMap((match) => list(match, 'sniHosts')),
    ];
    for (const host of hosts) {
      const name = text(host).replace(/^.*\//, '');
      if (name !== name.toLowerCase() && !/[{$<]/.test(name))
        yield wrong(host, `"${text(host)}" has capital letters`, { fix: `write \`${text(host).toLowerCase()}\`` });
    }
  },
};
