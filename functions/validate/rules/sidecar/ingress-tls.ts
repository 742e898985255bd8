import type { Rule } from '../../rule.ts';
import { at, deep, isTrue, length, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const ingressTls: Rule = {
  code: 'GI1504',
  name: 'ingress-tls',
  severity: 'error',
  summary: 'TLS of an ingress listener must be terminated with files, on a port of HTTPS or TLS.',
  why: 'the webhook of istiod refuses the object',
  fix: 'use `mode: SIMPLE` or `MUTUAL` with file paths, on a port with protocol TLS',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateSidecar)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { tls, owner, mode } of serverTls(world)) {
      if (owner.item.id.kind !== 'Sidecar') continue;
      for (const field of ['subjectAltNames', 'credentialName', 'credentialNames', 'tlsCertificates', 'httpsRedirect'].map((name) =>
        at(tls, name),
      ))
        if (length(field) > 0 || text(field) !== '' || isTrue(field)) yield wrong(field, 'must not be set on a Sidecar');
      if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') yield wrong(at(tls, 'mode'), `must not be ${mode} on a Sidecar`);
      const protocol = text(deep(owner, 'port', 'protocol'));
      if (protocolFamily(protocol) !== 'tls') yield wrong(tls, `must not be set when the protocol is ${protocol || 'not set'}`);
    }
  },
};
