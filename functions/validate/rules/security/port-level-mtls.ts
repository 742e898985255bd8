import type { Rule } from '../../rule.ts';
import { at, deep, members, rootOf, wrong } from '../../spot.ts';

export const portLevelMtls: Rule = {
  code: 'GI1601',
  name: 'port-level-mtls',
  severity: 'error',
  summary: 'Ports with an mTLS mode of their own must come with a selector, and be numbers from 1 to 65535.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'add `selector.matchLabels`, or move the mode to `mtls`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidatePeerAuthentication)',
  upstream: ['IST0106'],
  *check(world) {
    for (const item of world.ofKind('security.istio.io', 'PeerAuthentication')) {
      const spec = at(rootOf(item), 'spec');
      const ports = at(spec, 'portLevelMtls');
      if (members(ports).length > 0 && members(deep(spec, 'selector', 'matchLabels')).length === 0)
        yield wrong(ports, 'must not be set without labels in `selector`');
      for (const port of members(ports))
        if (!/^\d+$/.test(port.key) || Number(port.key) < 1 || Number(port.key) > 65535)
          yield wrong(port, `must have a port from 1 to 65535 as key, not ${JSON.stringify(port.key)}`);
    }
  },
};
