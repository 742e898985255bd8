import type { Rule } from '../../rule.ts';
import { at, isSet, list, number, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';
import { isDnsLabel } from '../../syntax/domain.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const serviceEntryPort: Rule = {
  code: 'GI1403',
  name: 'service-entry-port',
  severity: 'error',
  summary: 'Every port of a ServiceEntry must have a number of its own, a name that is a DNS label, and a protocol that Istio knows.',
  why: 'the webhook of istiod refuses the object',
  fix: 'give each port a number, a name such as `https` and a protocol',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spec } of serviceEntries(world)) {
      const numbers = new Set<number>();
      for (const port of list(spec, 'ports').filter(isSet)) {
        const [name, value, protocol] = [at(port, 'name'), at(port, 'number'), at(port, 'protocol')];
        if (isSet(name) && !isDnsLabel(text(name))) yield wrong(name, `must be a DNS label, not ${JSON.stringify(text(name))}`);
        if (numbers.has(number(value))) yield wrong(value, `must differ from the other ports; ${number(value)} is taken`);
        if (text(protocol) !== '' && protocolFamily(text(protocol)) === undefined)
          yield wrong(protocol, `must be a protocol that Istio knows, not ${JSON.stringify(text(protocol))}`);
        numbers.add(number(value));
      }
    }
  },
};
