import type { Rule } from '../../rule.ts';
import { at, deep, text, wrong } from '../../spot.ts';
import { passthroughModes, serverTls } from '../../spots/gateway.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const serverTlsOnPlainPort: Rule = {
  code: 'GI1111',
  name: 'server-tls-on-plain-port',
  severity: 'error',
  summary: 'A server whose protocol is not HTTPS or TLS must not have TLS settings; HTTP may have a redirect.',
  why: 'the webhook of istiod refuses the object',
  fix: 'change the protocol to HTTPS or TLS, or delete `tls`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateServer)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { tls, owner, mode } of serverTls(world)) {
      const protocol = text(deep(owner, 'port', 'protocol'));
      const family = protocolFamily(protocol);
      if (owner.item.id.kind !== 'Gateway' || family === undefined || family === 'tls') continue;
      const files = ['caCertificates', 'privateKey', 'serverCertificate']
        .map((field) => at(tls, field))
        .find((field) => text(field) !== '');
      if (family !== 'http') yield wrong(tls, `must not be set when the protocol is ${protocol}`);
      else if (!passthroughModes.has(mode)) yield wrong(at(tls, 'mode'), `must not be ${mode} when the protocol is ${protocol}`);
      else if (files !== undefined) yield wrong(files, `must not be set when the protocol is ${protocol}`);
    }
  },
};
