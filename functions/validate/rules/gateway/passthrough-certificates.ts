import { asRecord } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, length, type Spot, text, wrong } from '../../spot.ts';
import { certificateWithoutMode, passthroughModes, serverTls } from '../../spots/gateway.ts';

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
    for (const { tls, owner, mode } of serverTls(world)) {
      if (!passthroughModes.has(mode) || isToldAsMode(tls, owner)) continue;
      const field = certificateFields.map((name) => at(tls, name)).find((spot) => text(spot) !== '' || length(spot) > 0);
      const because = text(at(tls, 'mode')) === '' ? '`mode` is not set, which means PASSTHROUGH' : `\`mode\` is ${mode}`;
      if (field !== undefined) yield wrong(field, `is ignored, because ${because}`);
    }
  },
};

/** Rule GI2301 says it of servers of Gateways that would have to end TLS. */
const isToldAsMode = (tls: Spot, owner: Spot): boolean =>
  owner.item.id.kind === 'Gateway' && certificateWithoutMode(text(deep(owner, 'port', 'protocol')), asRecord(tls.value)) !== undefined;

const certificateFields = [
  ...['credentialName', 'credentialNames', 'serverCertificate', 'privateKey'],
  ...['caCertificates', 'tlsCertificates', 'caCrl'],
];
