import { groupBy } from '../../../krm/group-by.ts';
import type { Rule } from '../../rule.ts';
import { at, list, rootOf, text, titled, wrong } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { gatewayApi } from '../../spots/cross-references.ts';

export const addressOfTwoGateways: Rule = {
  code: 'GI2930',
  name: 'address-of-two-gateways',
  severity: 'warning',
  summary: 'An IP address should be asked for by one Gateway.',
  why: 'every Gateway gets a Service of its own, and most load balancers give an address to one Service only: the other waits for ever',
  fix: 'make one Gateway of them, or give each an address of its own',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.GatewaySpecAddress',
  upstream: ['KIA1502'],
  *check(world) {
    const addresses = world.ofKind(gatewayApi, 'Gateway').flatMap((item) =>
      list(at(rootOf(item), 'spec'), 'addresses')
        .filter((address) => (text(at(address, 'type')) || 'IPAddress') === 'IPAddress' && text(at(address, 'value')) !== '')
        .map((address) => ({ item, value: at(address, 'value') })),
    );
    for (const rivals of groupBy(addresses, ({ value }) => text(value)).values())
      for (const { item, value } of rivals) {
        const other = rivals.find((entry) => entry.item !== item && !alternatives(world)(item, entry.item));
        if (other !== undefined) yield wrong(value, `is "${text(value)}", for which ${titled(other.item)} asks, too`);
      }
  },
};
