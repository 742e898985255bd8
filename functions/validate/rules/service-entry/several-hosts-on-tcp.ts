import type { Rule } from '../../rule.ts';
import { at, length, list, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const severalHostsOnTcp: Rule = {
  code: 'GI1409',
  name: 'several-hosts-on-tcp',
  severity: 'error',
  summary: 'Several hosts must not share a port on which nothing tells them apart.',
  why: 'the webhook of istiod refuses the object: on TCP a connection does not say which host it means',
  fix: 'write one ServiceEntry for each host, or use HTTP or TLS',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { spec, resolution } of serviceEntries(world)) {
      if (length(at(spec, 'hosts')) < 2 || resolution === 'NONE') continue;
      const protocols = list(spec, 'ports').map((port) => at(port, 'protocol'));
      const plain = protocols.find((protocol) => !['http', 'tls'].includes(protocolFamily(text(protocol)) ?? ''));
      const opaque = protocols.find((protocol) => ['tcp', 'tls'].includes(protocolFamily(text(protocol)) ?? ''));
      if (plain !== undefined) yield wrong(plain, `must be HTTP or TLS when there are ${length(at(spec, 'hosts'))} hosts`);
      else if (opaque !== undefined && resolution.startsWith('DNS') && length(at(spec, 'addresses')) > 0)
        yield wrong(at(spec, 'addresses'), 'should not be set beside several hosts on a port of TCP or TLS', { severity: 'warning' });
    }
  },
};
