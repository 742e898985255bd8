import type { Rule } from '../../rule.ts';
import { at, deep, length, list, rootOf, text, wrong } from '../../spot.ts';
import { serviceEntries } from '../../spots/service-entry.ts';

export const tcpWithoutAddress: Rule = {
  code: 'GI1404',
  name: 'tcp-without-address',
  severity: 'warning',
  summary: 'A TCP port should come with addresses, unless the proxies allocate them.',
  why: 'without an address proxies tell TCP services apart by the port alone, so one entry takes the traffic of another',
  fix: 'add `addresses`, or a resolution other than NONE so that an address is allocated',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateServiceEntry)',
  upstream: ['IST0133', 'IST0134'],
  *check(world) {
    for (const { spec, allocates } of serviceEntries(world)) {
      if (length(at(spec, 'addresses')) > 0 || allocates) continue;
      const isAllocated = length(deep(rootOf(spec.item), 'status', 'addresses')) > 0;
      for (const port of list(spec, 'ports').map((entry) => at(entry, 'protocol')))
        if (['', 'TCP'].includes(text(port))) yield wrong(port, says(text(port)), isAllocated ? { upstream: ['IST0133'] } : {});
    }
  },
};

const says = (protocol: string): string => `${protocol === '' ? 'is not set, which means any protocol' : 'is TCP'}, without \`addresses\``;
