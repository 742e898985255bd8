import type { Rule } from '../../rule.ts';
import { at, length, list, text, wrong } from '../../spot.ts';
import { virtualServices } from '../../spots/virtual-service.ts';
import { virtualHostProblem } from '../../syntax/virtual-host.ts';

export const virtualServiceHost: Rule = {
  code: 'GI1205',
  name: 'virtual-service-host',
  severity: 'error',
  summary: 'A host of a VirtualService must be a DNS name, with a wildcard in its first label at most, or an IP address.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write a DNS name such as `shop.example.com` or `*.example.com`',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateWildcardDomain)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec, hosts, isForGatewaysOnly } of virtualServices(world)) {
      const bySni =
        isForGatewaysOnly && list(spec, 'tls').some((route) => list(route, 'match').some((match) => length(at(match, 'sniHosts')) > 0));
      for (const host of hosts) {
        const problem = typeof host.value === 'string' ? virtualHostProblem(text(host), bySni) : undefined;
        if (problem !== undefined) yield wrong(host, problem);
      }
    }
  },
};
