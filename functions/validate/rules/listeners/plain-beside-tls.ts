import { ageIsKnown } from '../../../mesh/age.ts';
import { speaksTls } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { because, certainty, titledServer } from '../../spots/server-pairs.ts';

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
      const plain = new Map(servers.flatMap(({ server }) => (speaksTls(server) ? [] : [[server.bind, server] as const])).reverse());
      for (const { server: later } of servers.filter(({ server }) => speaksTls(server))) {
        const first = plain.get(later.bind);
        if (first === undefined || areAlternatives(first.gateway.item, later.gateway.item)) continue;
        const comesFirst = servers.findIndex(({ server }) => server === first) < servers.findIndex(({ server }) => server === later);
        const isOrdered = first.gateway === later.gateway || ageIsKnown(first.gateway.age, later.gateway.age);
        if (isOrdered && !comesFirst) continue;
        const pair = { first, later, port };
        const text = `is port ${port} of the pods, which ${titledServer(first)} serves in plain text, ${because(pair)}: the TLS server is skipped`;
        yield wrongAt({ item: later.field.item, path: [...later.field.path, 'port', 'number'] }, text, certainty(world, pair));
      }
    }
  },
};
