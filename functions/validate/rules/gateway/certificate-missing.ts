import type { Rule } from '../../rule.ts';
import { at, length, list, text, wrong } from '../../spot.ts';
import { serverTls, terminatingModes } from '../../spots/gateway.ts';

export const certificateMissing: Rule = {
  code: 'GI1118',
  name: 'certificate-missing',
  severity: 'error',
  summary: 'A server that terminates TLS must have a certificate with its key, and for client certificates a CA.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `credentialName`, the name of a Secret in the namespace of the gateway pods',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { tls, mode } of serverTls(world)) {
      if (!terminatingModes.has(mode) || text(at(tls, 'credentialName')) !== '' || length(at(tls, 'credentialNames')) > 0) continue;
      if (mode !== 'SIMPLE' && text(at(tls, 'caCertificates')) === '')
        yield wrong(at(tls, 'caCertificates'), `must be set when \`mode\` is ${mode}, unless \`credentialName\` is`);
      const certificates = length(at(tls, 'tlsCertificates')) > 0 ? list(tls, 'tlsCertificates') : [tls];
      for (const certificate of certificates)
        for (const name of ['serverCertificate', 'privateKey'])
          if (text(at(certificate, name)) === '')
            yield wrong(at(certificate, name), `must be set when \`mode\` is ${mode}, unless \`credentialName\` is`);
    }
  },
};
