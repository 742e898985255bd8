import type { Inventory } from '../inventory/inventory.ts';
import { asRecord, asText } from '../loose.ts';

/** Who serves the Gateways of a class. `foreign`: some implementation that conforms to the Gateway API, with proxies outside of Istio. */
export type Implementation = 'istio' | 'envoy-gateway' | 'foreign';

export const group = 'gateway.networking.k8s.io';

const controllers: Readonly<Record<string, Implementation | 'none'>> = {
  'istio.io/gateway-controller': 'istio',
  'istio.io/unmanaged-gateway': 'none',
  'istio.io/mesh-controller': 'none',
  'istio.io/eastwest-controller': 'none',
  'gateway.envoyproxy.io/gatewayclass-controller': 'envoy-gateway',
};

/** Classes that Istio brings along. Waypoints are no gateways that anybody outside could enter. */
const builtIn: Readonly<Record<string, Implementation | 'none'>> = {
  istio: 'istio',
  'istio-remote': 'none',
  'istio-waypoint': 'none',
  'istio-east-west': 'none',
};

/** Who serves the Gateways of a class; `undefined` where nobody makes routes of them. */
export function implementationOf(objects: Inventory, className: string): Implementation | undefined {
  const item = objects.ofKind(group, 'GatewayClass').find(({ id }) => id.name === className);
  const controller = item && asText(asRecord(item.object.spec).controllerName);
  const found = (controller === undefined ? builtIn[className] : controllers[controller]) ?? guessed(className);
  return found === 'none' ? undefined : found;
}

/** Class names are free; these are the usual ones where the class itself is not in the files. */
function guessed(className: string): Implementation {
  return /^(eg|envoy-gateway|teg)$/.test(className) ? 'envoy-gateway' : 'foreign';
}
