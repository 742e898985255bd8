import { isHttp } from '../../../mesh/inventory/protocol.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { because, certainty, pairsBy, titledServer } from '../../spots/server-pairs.ts';

export const duplicateTlsHost: Rule = {
  code: 'GI2101',
  name: 'duplicate-tls-host',
  severity: 'error',
  summary: 'Servers with `tls` on one port of the same pods must not share a host.',
  why: 'istiod skips the whole later server, with all of its hosts, and says so in its log only',
  fix: 'serve the host in one server, or select different pods',
  source: 'istio/istio, pilot/pkg/model/gateway.go (mergeGateways, CheckDuplicates)',
  upstream: ['IST0145', 'KIA0301'],
  *check(world) {
    const pairs = pairsBy(world, ({ tls, bind, hosts }) => (tls === undefined ? [] : hosts.map(({ text }) => `${bind} ${text}`)));
    for (const pair of pairs) {
      const { first, later, key } = pair;
      const host = later.hosts.find(({ text }) => `${later.bind} ${text}` === key);
      if (host === undefined) continue;
      const onlyRedirects = [first, later].every(({ protocol }) => isHttp(protocol));
      yield wrongAt(
        host.field,
        `"${host.name}" is served on port ${pair.port} of the same pods by ${titledServer(first)}, ${because(pair)}: the whole server is skipped`,
        onlyRedirects ? { severity: 'warning' } : certainty(world, pair),
      );
    }
  },
};
