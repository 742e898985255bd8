import type { Rule } from '../../rule.ts';
import { at, deep, isTrue, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const httpsRedirectProtocol: Rule = {
  code: 'GI1112',
  name: 'https-redirect-protocol',
  severity: 'warning',
  summary: '`httpsRedirect` should be set on servers with protocol HTTP only.',
  why: 'it has no effect on any other server',
  fix: 'move it to the server of the plain HTTP port',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateGateway)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { tls, owner } of serverTls(world)) {
      const redirect = at(tls, 'httpsRedirect');
      const protocol = text(deep(owner, 'port', 'protocol'));
      if (owner.item.id.kind === 'Gateway' && isTrue(redirect) && protocolFamily(protocol) !== 'http')
        yield wrong(redirect, `has no effect when the protocol is ${protocol || 'not set'}`);
    }
  },
};
