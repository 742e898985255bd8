import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';
import { certainty, isOpaque, outcome, plainPairs, sides, titledServer } from '../../spots/server-pairs.ts';

export const tcpPortTaken: Rule = {
  code: 'GI2105',
  name: 'tcp-port-taken',
  severity: 'error',
  summary: 'A port of the same pods must have one TCP server only.',
  why: 'connections without TLS cannot be told apart: istiod skips the later server, even where the first one has no route',
  fix: 'use another port, or TLS with one host for each server',
  source: 'istio/istio, pilot/pkg/model/gateway.go (mergeGateways)',
  upstream: ['IST0145', 'KIA0301'],
  *check(world) {
    for (const pair of plainPairs(world)) {
      const { first, later, port } = pair;
      if (!isOpaque(first) || !isOpaque(later) || first.protocol !== later.protocol) continue;
      for (const { mine, other } of sides(pair)) {
        const text = `is port ${port} of the pods, which ${titledServer(other)} has, ${outcome(pair)}`;
        yield wrongAt(fieldOf(mine, 'port', 'number'), text, certainty(world, pair));
      }
    }
  },
};
