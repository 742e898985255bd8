import { gatewayKey } from '../../../mesh/listeners/gateway.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import type { Destination } from '../../../mesh/routes/http-rule.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { calledDestinations } from '../../spots/called-destinations.ts';
import { type Meeting, meetings } from '../../spots/met-servers.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const destinationPortNeeded: Rule = {
  code: 'GI2411',
  name: 'destination-port-needed',
  severity: 'error',
  summary: 'A destination with several ports must say which one is meant.',
  why: 'without `port` the port of the listener is taken, at a gateway that of its server; where the destination has no such port the answer is 503',
  fix: 'add `port.number`',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go (GetDestinationCluster)',
  upstream: ['IST0112'],
  *check(world) {
    const byVirtualService = new Map(meetings(world).map((meeting) => [meeting.virtualService, meeting]));
    for (const { destination, virtualService, gateways, ports: asked } of calledDestinations(world)) {
      if (destination.port !== 0) continue;
      const services = servicesOf(world, destination.host, destination.field.item);
      const ports = new Set(services.flatMap((service: Service) => service.ports.map(({ port }) => port)));
      if (ports.size <= 1 || services.some(({ resolution }) => resolution === 'alias')) continue;
      const meeting = byVirtualService.get(virtualService);
      const listeners = asked.length > 0 || meeting === undefined ? asked : listenerPorts(meeting, gateways, world);
      yield findingFor(destination, [...ports], listeners);
    }
  },
};

/** The ports on which requests for a rule arrive, as far as the files tell. */
function listenerPorts({ servers, virtualService }: Meeting, gateways: readonly string[], world: World): readonly number[] {
  const services = gateways.includes('mesh') ? virtualService.hosts.flatMap((host) => servicesOf(world, host, virtualService.item)) : [];
  const mine = servers.filter(({ gateway }) => gateways.includes(gatewayKey(gateway)));
  const unique = new Set([...mine.map(({ port }) => port), ...services.flatMap((service) => service.ports.map(({ port }) => port))]);
  return [...unique];
}

function findingFor({ field, host }: Destination, ports: readonly number[], listeners: readonly number[]): Finding {
  const text = `has no \`port\`, and "${host}" has the ports ${ports.join(', ')}`;
  const lost = listeners.filter((port) => !ports.includes(port));
  if (listeners.length > 0 && lost.length === 0) return wrongAt(field, `${text}: that of the listener is taken`, { severity: 'info' });
  if (lost.length === 0) return wrongAt(field, text, { severity: 'warning' });
  return wrongAt(
    field,
    `${text}, but not ${lost.join(', ')}, on which requests arrive`,
    lost.length < listeners.length ? { severity: 'warning' } : {},
  );
}
