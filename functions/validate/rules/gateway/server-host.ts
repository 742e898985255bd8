import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';
import { gatewayHostProblem } from '../../syntax/scoped-host.ts';

export const serverHost: Rule = {
  code: 'GI1104',
  name: 'server-host',
  severity: 'error',
  summary: 'A host of a server must be a DNS name, an IPv4 address or `*`, after an optional namespace and a slash.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `shop.example.com`, `*.example.com` or `namespace/shop.example.com`',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateNamespaceSlashWildcardHostname)',
  upstream: ['IST0106'],
  *check(world) {
    for (const host of servers(world).flatMap((server) => list(server, 'hosts'))) {
      const problem = typeof host.value === 'string' ? gatewayHostProblem(text(host)) : undefined;
      if (problem !== undefined) yield wrong(host, problem);
    }
  },
};
