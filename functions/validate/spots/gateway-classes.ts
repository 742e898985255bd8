import { asRecord, asText } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { deep, type Spot, text } from '../spot.ts';
import { gatewayApi } from './cross-references.ts';

/** Classes that Istio brings along, with their controllers. */
export const istioClasses: ReadonlyMap<string, string> = new Map([
  ['istio', 'istio.io/gateway-controller'],
  ['istio-remote', 'istio.io/unmanaged-gateway'],
  ['istio-waypoint', 'istio.io/mesh-controller'],
  ['istio-east-west', 'istio.io/eastwest-controller'],
]);

const controllers = perWorld(
  (world: World) =>
    new Map(world.ofKind(gatewayApi, 'GatewayClass').map(({ id, object }) => [id.name, asText(asRecord(object.spec).controllerName)])),
);

/** The controller of a class, as the files have it, or as Istio brings it along. */
export const controllerOf = (world: World, name: string): string | undefined => controllers(world).get(name) ?? istioClasses.get(name);

/** Who serves a Gateway. */
export const implementationOf = (world: World, gateway: Spot): ReturnType<typeof classOf> =>
  classOf(world, text(deep(gateway, 'spec', 'gatewayClassName')));

/** Who serves the Gateways of a class. */
export function classOf(world: World, name: string): 'istio' | 'envoy-gateway' | 'foreign' {
  const controller = controllers(world).get(name);
  if (controller === undefined) return istioClasses.has(name) ? 'istio' : 'foreign';
  if (controller.startsWith('istio.io/')) return 'istio';
  return controller === 'gateway.envoyproxy.io/gatewayclass-controller' ? 'envoy-gateway' : 'foreign';
}
