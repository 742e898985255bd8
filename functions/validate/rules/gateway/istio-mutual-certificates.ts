import type { Rule } from '../../rule.ts';
import { at, length, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';

export const istioMutualCertificates: Rule = {
  code: 'GI1115',
  name: 'istio-mutual-certificates',
  severity: 'error',
  summary: 'Mode ISTIO_MUTUAL must not be given certificates.',
  why: 'the webhook of istiod refuses the object: the certificates of the mesh are used',
  fix: 'delete the certificate fields, or choose MUTUAL for certificates of your own',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { tls, mode } of serverTls(world)) {
      if (mode !== 'ISTIO_MUTUAL') continue;
      for (const name of ['serverCertificate', 'privateKey', 'caCertificates', 'tlsCertificates', 'credentialName', 'credentialNames']) {
        const field = at(tls, name);
        if (text(field) !== '' || length(field) > 0) yield wrong(field, 'must not be set when `mode` is ISTIO_MUTUAL');
      }
    }
  },
};
