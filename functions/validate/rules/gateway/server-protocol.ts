import type { Rule } from '../../rule.ts';
import { deep, isSet, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const serverProtocol: Rule = {
  code: 'GI1105',
  name: 'server-protocol',
  severity: 'error',
  summary: 'The protocol of a server must be one that Istio knows.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, REDIS or MYSQL',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServerPort)',
  upstream: ['IST0106'],
  *check(world) {
    for (const server of servers(world)) {
      const protocol = deep(server, 'port', 'protocol');
      if (isSet(protocol) && protocolFamily(text(protocol)) === undefined)
        yield wrong(protocol, `must be a protocol that Istio knows, not ${JSON.stringify(protocol.value)}`);
    }
  },
};
