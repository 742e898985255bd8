import { overlaps } from '../../../hosts/host-name.ts';
import type { GatewayProxy } from '../../../mesh/listeners/gateway-proxy.ts';
import { perWorld } from '../../per-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { type Spot, text, titled, wrong } from '../../spot.ts';
import { operations, valuesOf } from '../../spots/authorization.ts';
import { isTypo } from '../../syntax/typo.ts';

export const authorizationHostUnknown: Rule = {
  code: 'GI3037',
  name: 'authorization-host-unknown',
  severity: 'warning',
  summary: 'A host in an AuthorizationPolicy for gateways should be one that they serve.',
  why: 'the rule never holds: what it should deny is let in, or what it should allow is refused',
  fix: 'write a host of a server of the Gateway, or one that ends in `:*` for any port',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
  upstream: ['KIA0104'],
  *check(world) {
    for (const value of operations(world).flatMap((operation) => valuesOf(operation, 'hosts'))) {
      const host = text(value)
        .replace(/:(?:\d+|\*)$/, '')
        .toLowerCase();
      if (!/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host)) continue;
      const proxies = gatewaysOf(world).get(value.item) ?? [];
      const served = proxies.flatMap(({ gateways }) => gateways.flatMap(({ gateway }) => gateway.servers.flatMap(({ hosts }) => hosts)));
      if (served.length === 0 || served.some(({ name }) => overlaps(host, name))) continue;
      yield told(world, value, host, proxies, [...new Set(served.map(({ name }) => name))]);
    }
  },
};

/** Gateways of other repositories may serve more: a host that is nearly one of these is meant to be it. */
function told(world: World, value: Spot, host: string, [proxy]: readonly GatewayProxy[], served: readonly string[]): Finding {
  const near = served.find((name) => isTypo(host, name));
  const names = served.slice(0, 5).map((name) => `"${name}"`);
  const says = `is "${host}", and the gateway ${proxy?.workload.item ? titled(proxy.workload.item) : ''} serves ${names.join(', ')} in the files`;
  return wrong(value, says, near === undefined ? { severity: world.complete ? 'warning' : 'info' } : { fix: `did you mean "${near}"?` });
}

/** The gateways for which a policy is, where it is for nothing else. */
const gatewaysOf = perWorld(({ mesh }: World) => {
  const found = new Map<unknown, GatewayProxy[]>();
  const ofOthers = new Set<unknown>();
  for (const workload of mesh.workloads) {
    const proxy = mesh.gatewayProxyOf(workload);
    for (const { item } of mesh.authorizationPolicies.of(workload)) {
      if (proxy === undefined || workload.known === 'assumed') ofOthers.add(item);
      else found.set(item, [...(found.get(item) ?? []), proxy]);
    }
  }
  for (const item of ofOthers) found.delete(item);
  return found;
});
