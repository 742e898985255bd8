import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';
import { certainty, isOpaque, outcome, plainPairs, sides, titledServer } from '../../spots/server-pairs.ts';

export const protocolsOnOnePort: Rule = {
  code: 'GI2106',
  name: 'protocols-on-one-port',
  severity: 'error',
  summary: 'Servers in plain text on one port of the same pods must all be HTTP.',
  why: 'only the forms of HTTP share a port: istiod skips the later server, and says so in its log only',
  fix: 'use another port for one of the two',
  source: 'istio/istio, pilot/pkg/model/gateway.go (canMergeProtocols)',
  upstream: ['IST0145', 'KIA0301'],
  *check(world) {
    for (const pair of plainPairs(world)) {
      const { first, later, port } = pair;
      if ((!isOpaque(first) && !isOpaque(later)) || first.protocol === later.protocol) continue;
      for (const { mine, other } of sides(pair)) {
        const text = `"${mine.protocol}" does not share port ${port} of the pods with "${other.protocol}" of ${titledServer(other)}, ${outcome(pair)}`;
        yield wrongAt(fieldOf(mine, 'port', 'protocol'), text, certainty(world, pair));
      }
    }
  },
};
