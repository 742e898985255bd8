import { asRecord, asText } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { gatewayApi } from './cross-references.ts';

/** Classes that Istio brings along. */
export const istioClasses: ReadonlySet<string> = new Set(['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west']);

const controllers = perWorld(
  (world: World) =>
    new Map(world.ofKind(gatewayApi, 'GatewayClass').map(({ id, object }) => [id.name, asText(asRecord(object.spec).controllerName)])),
);

const builtIn: Readonly<Record<string, string>> = {
  istio: 'istio.io/gateway-controller',
  'istio-remote': 'istio.io/unmanaged-gateway',
  'istio-waypoint': 'istio.io/mesh-controller',
  'istio-east-west': 'istio.io/eastwest-controller',
};

/** The controller of a class, as the files have it, or as Istio brings it along. */
export const controllerOf = (world: World, name: string): string | undefined => controllers(world).get(name) ?? builtIn[name];

/** Who serves the Gateways of a class. */
export function classOf(world: World, name: string): 'istio' | 'envoy-gateway' | 'foreign' {
  const controller = controllers(world).get(name);
  if (controller === undefined) return istioClasses.has(name) ? 'istio' : 'foreign';
  if (controller.startsWith('istio.io/')) return 'istio';
  return controller === 'gateway.envoyproxy.io/gatewayclass-controller' ? 'envoy-gateway' : 'foreign';
}
