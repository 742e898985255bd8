import type { Gateway, Model } from '../../../intent/model.ts';
import type { Made } from '../../made.ts';
import type { PodPorts } from '../pod-ports.ts';
import { egressAccess } from './authorization-policy.ts';
import { gatewayRule, outsideRules } from './destination-rules.ts';
import { serviceEntry } from './service-entry.ts';
import { egressVirtualService } from './virtual-service.ts';

/** Outside hosts that these gateways lead to, or that sidecars call directly where `direct` is set. */
export function egress(model: Model, gateways: ReadonlyMap<string, Gateway>, direct: boolean, podPorts: PodPorts): Made[] {
  const mine = model.egress.filter(({ ports }) => ports.some(({ gateway }) => (gateway === undefined ? direct : gateways.has(gateway))));
  return [
    ...[...gateways.values()]
      .filter(({ type }) => type === 'Egress')
      .flatMap((gateway) => [...gatewayRule(gateway, mine, model.facts), ...egressAccess(gateway, mine, model.facts, podPorts)]),
    ...mine.flatMap((host) => [serviceEntry(host), ...egressVirtualService(host, gateways, model.facts), ...outsideRules(host, gateways)]),
  ];
}
