import { isTls } from '../../../mesh/inventory/protocol.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { proxiesByKey, ruledDestinations } from '../../spots/egress-hops.ts';

export const plainToTlsPort: Rule = {
  code: 'GI2311',
  name: 'plain-to-tls-port',
  severity: 'warning',
  summary: 'A gateway should speak TLS to a port that expects TLS.',
  why: 'the gateway has ended TLS, and sends plain HTTP to the backend unless a DestinationRule says otherwise: it answers 400, or closes the connection',
  fix: 'add a DestinationRule with `tls.mode: SIMPLE` for the port, or send to a port in plain text',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#gateway-to-virtual-service-tls-mismatch',
  *check(world) {
    for (const { destination, gateways } of ruledDestinations(world).filter(({ protocol }) => protocol === 'http')) {
      const { host, port, field, subset } = destination;
      if (!world.mesh.registry.withHost(host).some(({ ports }) => ports.some(({ protocol }) => isTls(protocol)))) continue;
      const scopes = gateways.flatMap((key) => proxiesByKey(world).get(key) ?? []).map(({ scope }) => scope);
      const plain = scopes.some((scope) => {
        const { servicePort, policy } = world.mesh.world.cluster(scope, host, port || onlyPort(world, host), subset);
        if (servicePort === undefined || !isTls(servicePort.protocol) || policy?.tls !== undefined) return false;
        return scope.namespace !== '' || !hasTlsSomewhere(world, host);
      });
      if (plain) yield wrongAt(field, `leads to a TLS port of "${host}", to which the gateway sends plain HTTP`);
    }
  },
};

function onlyPort(world: World, host: string): number {
  const ports = world.mesh.registry.withHost(host).flatMap((service) => service.ports);
  return ports.length === 1 ? (ports[0]?.port ?? 0) : 0;
}

/** Where the namespace of the gateway is not known, a rule beside it may hold. */
function hasTlsSomewhere({ mesh }: World, host: string): boolean {
  return mesh.destinationRules.rules.some((rule) => rule.host === host && rule.policy?.tls !== undefined);
}
