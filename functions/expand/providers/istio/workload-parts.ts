import type { Path } from '../../../diagnostics/path.ts';
import type { Gateway } from '../../../intent/model.ts';
import type { Origin, OriginPart } from '../../../krm/item.ts';
import { servicePorts } from '../../service-ports.ts';

type Parts = (gateway: Gateway) => readonly (readonly [field: Path, from: Path])[];

/** Fields of the objects that run a gateway, and those of its declaration that they follow from. */
const byKind: Readonly<Record<string, Parts>> = {
  Deployment: () => [
    [
      ['spec', 'replicas'],
      ['deployment', 'replicas'],
    ],
    [
      ['spec', 'template', 'metadata'],
      ['deployment', 'pod'],
    ],
    [
      ['spec', 'template', 'spec'],
      ['deployment', 'pod'],
    ],
    [
      ['spec', 'template', 'spec', 'containers', 0],
      ['deployment', 'pod'],
    ],
  ],
  Service: () => [
    [['metadata'], ['service']],
    [['spec'], ['service']],
  ],
  HorizontalPodAutoscaler: () => [[['spec'], ['deployment', 'replicas']]],
  PodDisruptionBudget: () => [[['spec'], ['deployment', 'disruptionBudget']]],
};

export function workloadParts(gateway: Gateway, kind: string): OriginPart[] {
  const { item, path } = gateway.origin;
  const own = (byKind[kind]?.(gateway) ?? []).map(
    ([field, from]): OriginPart => ({ path: field, origin: { item, path: [...path, ...from] } }),
  );
  return kind === 'Service' ? [...own, ...portParts(gateway)] : own;
}

/** A port that `service.ports` has, or the listener or exposure that needs it. */
function portParts(gateway: Gateway): OriginPart[] {
  const written = gateway.spec.service?.ports ?? [];
  const { item, path } = gateway.origin;
  return servicePorts(gateway).flatMap(({ port, protocol }, index): OriginPart[] => {
    const position = written.findIndex((other) => other.port === port && (other.protocol ?? 'TCP') === protocol);
    const listener: Origin | undefined = gateway.servers.find((server) => server.port === port)?.origins[0];
    const origin = position < 0 ? listener : { item, path: [...path, 'service', 'ports', position] };
    return origin === undefined ? [] : [{ path: ['spec', 'ports', index], origin }];
  });
}
