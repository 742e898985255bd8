import { isHttp } from '../../../mesh/inventory/protocol.ts';
import { isPassthrough } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { certainty, pairsBy, titledServer } from '../../spots/server-pairs.ts';

export const sameServerName: Rule = {
  code: 'GI2102',
  name: 'same-server-name',
  severity: 'error',
  summary: 'TLS servers on one port must not serve one host for several namespaces.',
  why: 'connections are told apart by host alone: Envoy refuses the whole listener, and no host of the port is served or updated',
  fix: 'list the host in one server only, without a namespace',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (createGatewayTCPFilterChainOpts); github.com/istio/istio/issues/17079',
  upstream: ['IST0145', 'KIA0301'],
  *check(world) {
    const pairs = pairsBy(world, (server) =>
      server.tls === undefined || isPassthrough(server) || isHttp(server.protocol)
        ? []
        : server.hosts.map(({ name }) => `${server.bind} ${name}`),
    );
    for (const pair of pairs) {
      const { first, later, key } = pair;
      const host = later.hosts.find(({ name }) => `${later.bind} ${name}` === key);
      if (host === undefined || first.hosts.some(({ text }) => text === host.text)) continue;
      const text = `"${host.text}" has the same server name on port ${pair.port} as a host of ${titledServer(first)}: Envoy refuses the listener`;
      yield wrongAt(host.field, text, certainty(world, pair));
    }
  },
};
