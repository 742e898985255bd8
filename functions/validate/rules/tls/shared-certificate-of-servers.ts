import { groupBy } from '../../../mesh/group-by.ts';
import { terminatesHttps } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';
import { titledServer } from '../../spots/server-pairs.ts';

export const sharedCertificateOfServers: Rule = {
  code: 'GI2310',
  name: 'shared-certificate-of-servers',
  severity: 'warning',
  summary: 'Servers with different hosts on one port should have different certificates.',
  why: 'browsers reuse an HTTP/2 connection for every host of its certificate: requests for the other host arrive at the first server and get 404',
  fix: 'list all hosts of the certificate in one server, or use a certificate for each',
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
  upstream: ['IST0138'],
  *check(world) {
    const areAlternatives = alternatives(world);
    for (const { servers } of gatewayPorts(world)) {
      const https = servers.map(({ server }) => server).filter((server) => terminatesHttps(server) && server.tls?.credentialNames.length);
      for (const [name, [first, ...others]] of groupBy(https, ({ tls }) => tls?.credentialNames.join(', ') ?? '')) {
        for (const server of others) {
          if (first === undefined || areAlternatives(first.gateway.item, server.gateway.item)) continue;
          yield wrongAt(
            fieldOf(server, 'tls', 'credentialName'),
            `"${name}" is the certificate of ${titledServer(first)}, too, which serves other hosts on the same port`,
          );
        }
      }
    }
  },
};
