import type { Gateway, Model, Workload } from '../../../intent/model.ts';
import { listenersOf } from '../../gateway-api/listeners.ts';

/** Envoy Gateway names the pods' objects as the EnvoyProxy says, in its own namespace. */
export function withPods(gateway: Gateway, { facts }: Model): Gateway {
  const { namespace } = facts.envoyGateway;
  const name = gateway.namespace === namespace ? gateway.name : `${gateway.namespace}-${gateway.name}`;
  const workload: Workload = {
    namespace,
    selector: {
      'gateway.envoyproxy.io/owning-gateway-name': gateway.name,
      'gateway.envoyproxy.io/owning-gateway-namespace': gateway.namespace,
    },
    service: name,
    serviceAccountName: gateway.management === 'Full' ? (gateway.spec.deployment?.pod?.serviceAccountName ?? name) : undefined,
  };
  return { ...gateway, workload };
}

/** Names that Envoy Gateway gives the ports of its Services: internal/infrastructure/kubernetes/proxy of envoyproxy/gateway. */
export function portName(gateway: Gateway, port: number): string | number {
  const listener = listenersOf(gateway).find((other) => other.port === port);
  return listener === undefined ? port : `${listener.protocol.toLowerCase()}-${port}`;
}
