import { overlaps } from '../../../hosts/host-name.ts';
import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { virtualServices } from '../../spots/virtual-service.ts';
import { virtualHostProblem } from '../../syntax/virtual-host.ts';

export const overlappingHosts: Rule = {
  code: 'GI1207',
  name: 'overlapping-hosts',
  severity: 'error',
  summary: 'Hosts of one VirtualService must not cover each other.',
  why: 'the webhook of istiod refuses the object',
  fix: 'keep the wider of the two hosts',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateVirtualService)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { hosts, isForGatewaysOnly } of virtualServices(world)) {
      if (hosts.length < 2 || hosts.some((host) => virtualHostProblem(text(host), isForGatewaysOnly) !== undefined)) continue;
      const earlier = new Set<string>();
      const wildcards: string[] = [];
      for (const host of hosts) {
        const name = text(host);
        const candidates = name.startsWith('*') ? [...earlier] : earlier.has(name) ? [name] : wildcards;
        const rival = candidates.find((other) => overlaps(other, name));
        if (rival !== undefined) yield wrong(host, `must not be ${JSON.stringify(name)} beside ${JSON.stringify(rival)}`);
        earlier.add(name);
        if (name.startsWith('*')) wildcards.push(name);
      }
    }
  },
};
