import type { Rule } from '../../rule.ts';
import { at, length, text, wrong } from '../../spot.ts';
import { passthroughModes, serverTls } from '../../spots/gateway.ts';

export const passthroughCertificates: Rule = {
  code: 'GI1116',
  name: 'passthrough-certificates',
  severity: 'warning',
  summary: 'A server that passes TLS through should not have certificates.',
  why: 'they are ignored, and the server does not terminate TLS; without `mode` a server passes TLS through',
  fix: 'set `mode: SIMPLE`, or delete the certificate',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  upstream: ['IST0133'],
  *check(world) {
    for (const { tls, mode } of serverTls(world)) {
      if (!passthroughModes.has(mode)) continue;
      const field = certificateFields.map((name) => at(tls, name)).find((spot) => text(spot) !== '' || length(spot) > 0);
      const because = text(at(tls, 'mode')) === '' ? '`mode` is not set, which means PASSTHROUGH' : `\`mode\` is ${mode}`;
      if (field !== undefined) yield wrong(field, `is ignored, because ${because}`);
    }
  },
};

const certificateFields = [
  ...['credentialName', 'credentialNames', 'serverCertificate', 'privateKey'],
  ...['caCertificates', 'tlsCertificates', 'caCrl'],
];
