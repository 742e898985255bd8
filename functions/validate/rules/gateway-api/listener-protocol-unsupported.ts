import { words } from '../../fields/describe.ts';
import type { Rule, World } from '../../rule.ts';
import { at, deep, isSet, number, type Spot, text, wrong } from '../../spot.ts';
import { controllerOf } from '../../spots/gateway-classes.ts';
import { type ListenerSpot, listenerSpots } from '../../spots/listeners.ts';

export const listenerProtocolUnsupported: Rule = {
  code: 'GI2921',
  name: 'listener-protocol-unsupported',
  severity: 'error',
  summary: 'The protocol of a listener must be one that its class serves.',
  why: 'the listener is not served (`UnsupportedProtocol`)',
  fix: 'write `HTTP`, `HTTPS`, `TLS` or `TCP`, in capitals',
  source: 'istio/istio, pilot/pkg/config/kube/gateway/conversion.go (listenerProtocolToIstio)',
  *check(world) {
    for (const listener of listenerSpots(world)) {
      const protocol = at(listener.spot, 'protocol');
      const problem = text(protocol) === '' ? undefined : problemOf(world, listener, text(protocol));
      if (problem !== undefined) yield wrong(protocol, problem, listener.implementation === 'foreign' ? { severity: 'warning' } : {});
    }
  },
};

const ofIstio = ['HTTP', 'HTTPS', 'TLS', 'TCP'];
const ofEnvoyGateway = [...ofIstio, 'UDP'];

function problemOf(world: World, { spot, className, implementation }: ListenerSpot, protocol: string): string | undefined {
  const controller = controllerOf(world, className);
  if (controller === 'istio.io/mesh-controller')
    return isTunnel(spot) ? undefined : `is "${protocol}" on port ${portOf(spot)}, and a waypoint takes "HBONE" on port 15008 only`;
  if (controller === 'istio.io/eastwest-controller')
    return (isTunnel(spot) && isSet(at(spot, 'tls'))) || isPassedThrough(spot)
      ? undefined
      : `is "${protocol}" on port ${portOf(spot)}, and an east-west gateway takes "HBONE" on port 15008 with \`tls\`, and TLS with \`mode: Passthrough\``;
  const served = implementation === 'istio' ? ofIstio : ofEnvoyGateway;
  const upper = protocol.toUpperCase();
  if (served.includes(protocol) || (implementation === 'foreign' && !served.includes(upper))) return undefined;
  if (served.includes(upper)) return `is "${protocol}", which must be "${upper}"`;
  return `is "${protocol}", and ${implementation === 'istio' ? 'Istio' : 'Envoy Gateway'} serves ${words(served)} only`;
}

const portOf = (spot: Spot): number => number(at(spot, 'port'));
const isTunnel = (spot: Spot): boolean => text(at(spot, 'protocol')) === 'HBONE' && portOf(spot) === 15_008;
const isPassedThrough = (spot: Spot): boolean => text(at(spot, 'protocol')) === 'TLS' && text(deep(spot, 'tls', 'mode')) === 'Passthrough';
