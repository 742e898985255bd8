import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { certificateWithoutMode } from '../../spots/gateway.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

export const terminationMode: Rule = {
  code: 'GI2301',
  name: 'termination-mode',
  severity: 'error',
  summary: 'A server with a certificate must say in `mode` that it ends TLS.',
  why: 'without `mode` a server passes TLS through: the certificate is not used, and routes for requests are ignored',
  fix: 'set `mode: SIMPLE`',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode',
  upstream: ['IST0133'],
  *check(world) {
    for (const server of istioServers(world)) {
      const field = certificateWithoutMode(server.protocol, server.tls?.written);
      if (field !== undefined) yield wrongAt(fieldOf(server, 'tls', field), 'is not used: without `mode` the server passes TLS through');
    }
  },
};
