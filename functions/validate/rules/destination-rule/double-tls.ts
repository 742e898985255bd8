import type { Item } from '../../../krm/item.ts';
import { isTls } from '../../../mesh/inventory/protocol.ts';
import type { ClientTls } from '../../../mesh/registry/traffic-policy.ts';
import { policyForPort } from '../../../mesh/registry/traffic-policy.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { backendReferences } from '../../spots/cross-references.ts';
import { type RuledDestination, ruledDestinations } from '../../spots/egress-hops.ts';
import { rulesByHost } from '../../spots/rules-by-host.ts';

export const doubleTls: Rule = {
  code: 'GI2507',
  name: 'double-tls',
  severity: 'error',
  summary: 'TLS must not be begun for connections that are encrypted already.',
  why: 'the server finds TLS within TLS and ends the connection',
  fix: 'delete `tls` from the DestinationRule, or let callers send plain HTTP',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#double-tls-tls-origination-for-a-tls-request',
  *check(world) {
    yield* passedOn(world);
    const ruled = ruledDestinations(world).filter(({ protocol }) => protocol !== 'tls');
    const plain = new Set([...ruled.flatMap((entry) => keysOf(entry, world)), ...routedKeys(world)]);
    for (const { host, port, protocol, field } of encryptedPorts(world)) {
      const tls = plain.has(`${host} ${port}`) ? undefined : originated(host, port, field.item, world);
      if (tls === undefined) continue;
      const text = `begins TLS for port ${port} of "${host}", to which callers speak TLS themselves (${protocol})`;
      yield wrongAt(tls.field, text, {
        severity: 'warning',
        fix: `change the protocol of the port of ${field.item.id.kind} to HTTP, or delete \`tls\``,
      });
    }
  },
};

/** Connections that `tls` rules pass on as they are. */
function* passedOn(world: World): Iterable<Finding> {
  for (const { destination } of ruledDestinations(world).filter(({ protocol }) => protocol === 'tls')) {
    const { host, port, subset, field } = destination;
    const tls = subset === '' ? originated(host, port || 443, field.item, world) : undefined;
    if (tls !== undefined) yield wrongAt(field, `gets connections with TLS, for which the DestinationRule begins TLS again (${tls.mode})`);
  }
}

/** Ports of outside hosts to which callers speak TLS. */
function encryptedPorts({ mesh }: World) {
  const services = mesh.registry.services.filter(({ registry }) => registry === 'external');
  return services.flatMap(({ host, ports }) => ports.filter(({ protocol }) => isTls(protocol)).map((port) => ({ host, ...port })));
}

function keysOf({ destination }: RuledDestination, { mesh }: World): readonly string[] {
  const ports =
    destination.port === 0
      ? mesh.registry.withHost(destination.host).flatMap((service) => service.ports.map(({ port }) => port))
      : [destination.port];
  return ports.map((port) => `${destination.host} ${port}`);
}

/** Outside hosts as backends of routes of the Gateway API: gateways have ended TLS before them. */
const routedKeys = (world: World): readonly string[] =>
  backendReferences(world)
    .filter(({ kind, from }) => kind === 'Hostname' && from.id.kind !== 'TLSRoute')
    .map(({ name, port }) => `${name} ${port}`);

function originated(host: string, port: number, item: Item, world: World): ClientTls | undefined {
  const policies = (rulesByHost(world).get(host) ?? [])
    .filter((rule) => !alternatives(world)(rule.item, item))
    .map(({ policy }) => policyForPort(policy, port).policy?.tls);
  return policies.find((tls) => tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL');
}
