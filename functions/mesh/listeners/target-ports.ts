import { ageOf, byAge } from '../age.ts';
import type { KubeService, KubeServicePort } from '../inventory/services.ts';
import { targetPortIn } from '../inventory/services.ts';
import type { Workload } from '../inventory/workloads.ts';

/** A port of a Service in front of the pods of a workload, and where it leads. */
export interface ServiceTarget {
  readonly service: KubeService;
  readonly port: KubeServicePort;
  /** The container port. */
  readonly target: number;
}

const noTranslation = 'experimental.istio.io/disable-gateway-port-translation';

/**
 * What istiod knows as the service targets of a proxy: the oldest Services first, then by host name, their ports in the order written. Two ports of a Service
 * with the same target and protocol count as the first of them (`GetProxyServiceTargetsByPod`).
 */
export function serviceTargets(
  workload: Workload,
  services: readonly KubeService[],
  hostOf: (service: KubeService) => string,
): readonly ServiceTarget[] {
  const age = (service: KubeService) => ({ ...ageOf(service.item, ''), name: hostOf(service) });
  const sorted = [...services].sort((a, b) => byAge(age(a), age(b)));
  return sorted.flatMap((service) => {
    const seen = new Set<string>();
    return service.ports.flatMap((port) => {
      const target = targetPortIn(port, workload);
      const key = `${target} ${port.protocol}`;
      if (target === undefined || seen.has(key)) return [];
      seen.add(key);
      return [{ service, port, target }];
    });
  });
}

/** The container ports on which a proxy listens for a server's port number, and the Service port that leads there. */
export interface ResolvedPort {
  readonly port: number;
  readonly via: ServiceTarget | undefined;
}

/**
 * Istio Gateways name a Service port, or else a container port: the first Service that has the port decides. Gateway API Gateways name
 * ports of their own Services only.
 */
export function resolvePort(number: number, targets: readonly ServiceTarget[], byService: boolean): readonly ResolvedPort[] {
  const usable = byService ? targets : targets.filter((target) => !(noTranslation in target.service.labels));
  const matching = usable.filter((target) => target.port.port === number);
  if (byService) {
    const distinct = new Map(matching.map((via) => [via.target, { port: via.target, via }]));
    return [...distinct.values()];
  }
  const [first] = matching;
  return [first ? { port: first.target, via: first } : { port: number, via: undefined }];
}
