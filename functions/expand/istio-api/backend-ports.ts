import type { Exposure } from '../../intent/model.ts';
import type { ProviderContext } from '../providers/provider.ts';

interface ServicePort {
  readonly port?: number;
  readonly targetPort?: number | string;
}

/**
 * The ports of the pods on which the requests of an exposure arrive; `undefined` where a Service is not in the package, or does not name them by number. A guess
 * would open the others.
 */
export function backendPorts({ routes, namespace }: Exposure, existing: ProviderContext['existing']): number[] | undefined {
  const backends = routes.flatMap(({ action, mirror }) => [
    ...(action.kind === 'forward' ? action.backends : []),
    ...(mirror === undefined ? [] : [mirror.backend]),
  ]);
  const ports = backends
    .filter((backend) => backend.kind === 'service' && backend.namespace === namespace)
    .map(({ name, port }) => {
      const spec = existing('Service', namespace, name)?.spec as { ports?: readonly ServicePort[] } | undefined;
      const found = spec?.ports?.find((candidate) => candidate.port === port);
      return found === undefined ? undefined : (found.targetPort ?? port);
    });
  const numbers = ports.filter((port) => typeof port === 'number');
  return numbers.length === 0 || numbers.length < ports.length ? undefined : [...new Set(numbers)].sort((a, b) => a - b);
}
