import type { Service } from '../../../mesh/registry/service.ts';
import type { Destination } from '../../../mesh/routes/http-rule.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { type Meeting, meetings } from '../../spots/met-servers.ts';
import { destinationsOf } from '../../spots/written-routes.ts';

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
    for (const meeting of meetings(world)) {
      const open = destinationsOf(meeting.virtualService).filter(({ port }) => port === 0);
      const listeners = open.length === 0 ? [] : listenerPorts(meeting, world);
      for (const destination of open) {
        const services = world.mesh.registry.withHost(destination.host);
        const ports = new Set(services.flatMap((service: Service) => service.ports.map(({ port }) => port)));
        if (ports.size > 1 && services.every(({ resolution }) => resolution !== 'alias'))
          yield findingFor(destination, [...ports], listeners);
      }
    }
  },
};

/** The ports on which requests for the VirtualService arrive, as far as the files tell. */
function listenerPorts({ servers, virtualService, isForMesh }: Meeting, { mesh }: World): readonly number[] {
  const services = isForMesh ? virtualService.hosts.flatMap((host) => mesh.registry.withHost(host)) : [];
  const unique = new Set([...servers.map(({ port }) => port), ...services.flatMap((service) => service.ports.map(({ port }) => port))]);
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
