import type { Rule } from '../../rule.ts';
import { at, deep, isSet, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const serverTlsMissing: Rule = {
  code: 'GI1110',
  name: 'server-tls-missing',
  severity: 'error',
  summary: 'A server with protocol HTTPS or TLS must have `tls`.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `tls: {mode: SIMPLE, credentialName: …}`, or `tls: {mode: PASSTHROUGH}`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServer)',
  upstream: ['IST0106'],
  *check(world) {
    for (const server of servers(world)) {
      const protocol = text(deep(server, 'port', 'protocol'));
      const tls = at(server, 'tls');
      if (protocolFamily(protocol) === 'tls' && !isSet(tls)) yield wrong(tls, `must be set when the protocol is ${protocol}`);
    }
  },
};
