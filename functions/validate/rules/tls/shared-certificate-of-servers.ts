import { groupBy } from '../../../krm/group-by.ts';
import { selects } from '../../../mesh/inventory/labels.ts';
import { type Server, terminatesHttps } from '../../../mesh/listeners/gateway.ts';
import type { Finding, Rule } from '../../rule.ts';
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
        const same = others.filter((server) => first && !areAlternatives(first.gateway.item, server.gateway.item));
        for (const server of same) if (first !== undefined) yield* findings(name, server, first);
      }
    }
  },
};

/** Told at both, or at the Gateway that selects more pods than the other. */
function findings(name: string, a: Server, b: Server): readonly Finding[] {
  const isWider = (mine: Server, other: Server) => selects(mine.gateway.selector, other.gateway.selector);
  const told = [...(isWider(a, b) ? [finding(name, a, b)] : []), ...(isWider(b, a) ? [finding(name, b, a)] : [])];
  return told.length > 0 ? told : [finding(name, a, b), finding(name, b, a)];
}

function finding(name: string, mine: Server, other: Server): Finding {
  const field = fieldOf(mine, 'tls', mine.tls?.written.credentialName === undefined ? 'credentialNames' : 'credentialName');
  return wrongAt(field, `"${name}" is the certificate of ${titledServer(other)}, too, which serves other hosts on the same port`);
}
