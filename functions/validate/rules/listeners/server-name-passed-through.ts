import { isPassthrough } from '../../../mesh/listeners/gateway.ts';
import type { Chain } from '../../../mesh/listeners/listener.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';

export const serverNamePassedThrough: Rule = {
  code: 'GI2103',
  name: 'server-name-passed-through',
  severity: 'error',
  summary: 'A host must not be both terminated and passed through on one port.',
  why: 'two chains take the same server name: Envoy refuses the whole listener, and no host of the port is served or updated',
  fix: 'delete the `sniHosts` entry, or the host of the server that ends TLS',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayListeners)',
  *check(world) {
    const areAlternatives = alternatives(world);
    for (const { chains } of world.mesh.gatewayProxies.flatMap(({ listeners }) => listeners)) {
      const ended = new Map(
        chains.flatMap((chain) => (isPassedThrough(chain) ? [] : chain.serverNames.map((name) => [name, chain] as const))),
      );
      for (const chain of chains.filter(isPassedThrough)) {
        const name = chain.serverNames.find((entry) => ended.has(entry));
        const other = name === undefined ? undefined : ended.get(name);
        if (other === undefined || chain.field === undefined || (other.field && areAlternatives(other.field.item, chain.field.item)))
          continue;
        const at = { item: chain.field.item, path: [...chain.field.path, 'sniHosts', chain.serverNames.indexOf(name ?? '')] };
        yield wrongAt(at, `"${name}" is passed through, and ${other.name} ends TLS for it on the same port: Envoy refuses the listener`);
      }
    }
  },
};

function isPassedThrough({ server, handler }: Chain): boolean {
  return server !== undefined && handler.kind === 'tcp' && handler.virtualService !== undefined && isPassthrough(server.server);
}
