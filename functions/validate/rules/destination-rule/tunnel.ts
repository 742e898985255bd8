import type { Rule } from '../../rule.ts';
import { at, isSet, text, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';
import { isAddress } from '../../syntax/address.ts';
import { domainProblem } from '../../syntax/domain.ts';

export const tunnel: Rule = {
  code: 'GI1304',
  name: 'tunnel',
  severity: 'error',
  summary: 'A tunnel must go to a host and a port by CONNECT or POST, without the PROXY protocol.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `protocol: CONNECT`, `targetHost` and `targetPort`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTunnelSettings)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const tunnel = at(policy, 'tunnel');
      const proxy = at(policy, 'proxyProtocol');
      if (isSet(tunnel) && isSet(proxy)) yield wrong(proxy, 'must not be set beside `tunnel`');
      if (!isSet(tunnel)) continue;
      const protocol = at(tunnel, 'protocol');
      if (!['', 'CONNECT', 'POST'].includes(text(protocol)))
        yield wrong(protocol, `must be "CONNECT" or "POST", not ${JSON.stringify(text(protocol))}`);
      const host = at(tunnel, 'targetHost');
      if (isSet(host) && domainProblem(text(host)) !== undefined && !isAddress(text(host)))
        yield wrong(host, `must be a DNS name or an IP address, not ${JSON.stringify(text(host))}`);
    }
  },
};
