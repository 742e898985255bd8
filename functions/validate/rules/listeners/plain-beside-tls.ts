import { speaksTls } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';
import { certainty, type Side, sides, titledServer } from '../../spots/server-pairs.ts';

export const plainBesideTls: Rule = {
  code: 'GI2104',
  name: 'plain-beside-tls',
  severity: 'error',
  summary: 'A port of the same pods must not be served in plain text and with TLS.',
  why: 'istiod skips a TLS server on a port that an older server has in plain text, and says so in its log only',
  fix: 'use another port for one of the two',
  source: 'istio/istio, pilot/pkg/model/gateway.go (mergeGateways)',
  upstream: ['IST0145', 'KIA0301'],
  *check(world) {
    const areAlternatives = alternatives(world);
    for (const { port, servers } of gatewayPorts(world)) {
      const all = servers.map(({ server }) => server);
      const plain = new Map(all.flatMap((server) => (speaksTls(server) ? [] : [[server.bind, server] as const])).reverse());
      for (const later of all.filter(speaksTls)) {
        const first = plain.get(later.bind);
        if (first === undefined || areAlternatives(first.gateway.item, later.gateway.item)) continue;
        const pair = { first, later, port };
        const isOrdered = sides(pair).length === 1;
        if (isOrdered && all.indexOf(first) > all.indexOf(later)) continue;
        for (const side of sides(pair))
          yield wrongAt(fieldOf(side.mine, 'port', 'number'), textOf(side, port, isOrdered), certainty(world, pair));
      }
    }
  },
};

function textOf({ mine, other }: Side, port: number, isOrdered: boolean): string {
  const where = `is port ${port} of the pods, which ${titledServer(other)} serves`;
  if (!speaksTls(mine)) return `${where} with TLS: that server is skipped if this Gateway is older`;
  return `${where} in plain text: this server is skipped${isOrdered ? '' : ' if the other Gateway is older'}`;
}
