import type { Rule } from '../../rule.ts';
import { at, members, text, wrong } from '../../spot.ts';
import { endpoints } from '../../spots/service-entry.ts';
import { isDnsLabel } from '../../syntax/domain.ts';
import { isLabelKey, isLabelValue } from '../../syntax/label.ts';

export const endpointPorts: Rule = {
  code: 'GI1407',
  name: 'endpoint-ports',
  severity: 'error',
  summary: 'Ports and labels of an endpoint must be well-formed, and its ports must be ports of the ServiceEntry.',
  why: 'the webhook of istiod refuses the object',
  fix: 'name the port as the ServiceEntry names it',
  source: 'istio/istio, pkg/config/validation/validation.go (validateWorkloadEntry)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { spot, kind, servicePorts } of endpoints(world)) {
      for (const port of members(at(spot, 'ports'))) {
        if (!isDnsLabel(port.key) || port.key.length > 62)
          yield wrong(port, `must have a DNS label of at most 62 characters as name, not ${JSON.stringify(port.key)}`);
        else if (servicePorts !== undefined && kind !== 'other' && !servicePorts.has(port.key))
          yield wrong(port, `must be a port of the ServiceEntry, which ${JSON.stringify(port.key)} is not`);
      }
      if (kind === 'other') continue;
      for (const label of members(at(spot, 'labels')))
        if (!isLabelKey(label.key) || !isLabelValue(text(label)))
          yield wrong(label, `must be a label, not ${JSON.stringify(`${label.key}: ${text(label)}`)}`);
    }
  },
};
