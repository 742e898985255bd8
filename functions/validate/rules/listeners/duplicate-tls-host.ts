import { isHttp } from '../../../mesh/inventory/protocol.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { certainty, outcome, pairsBy, sides, titledServer } from '../../spots/server-pairs.ts';

export const duplicateTlsHost: Rule = {
  code: 'GI2101',
  name: 'duplicate-tls-host',
  severity: 'error',
  summary: 'Servers with `tls` on one port of the same pods must not share a host.',
  why: 'istiod skips the whole server of the younger Gateway, with all of its hosts, and says so in its log only',
  fix: 'serve the host in one server, or select different pods',
  source: 'istio/istio, pilot/pkg/model/gateway.go (mergeGateways, CheckDuplicates)',
  upstream: ['IST0145', 'KIA0301'],
  *check(world) {
    const pairs = pairsBy(world, ({ tls, bind, hosts }) => (tls === undefined ? [] : hosts.map(({ text }) => `${bind} ${text}`)));
    for (const pair of pairs) {
      const onlyRedirects = [pair.first, pair.later].every(({ protocol }) => isHttp(protocol));
      for (const { mine, other } of sides(pair)) {
        const host = mine.hosts.find(({ text }) => `${mine.bind} ${text}` === pair.key);
        if (host === undefined) continue;
        const text = `"${host.name}" is served on port ${pair.port} of the same pods by ${titledServer(other)}, ${outcome(pair)}`;
        yield wrongAt(host.field, text, onlyRedirects ? { severity: 'warning' } : certainty(world, pair));
      }
    }
  },
};
