import { groupBy } from '../../../krm/group-by.ts';
import type { Item } from '../../../krm/item.ts';
import { isEmpty } from '../../../mesh/inventory/labels.ts';
import { type KubeService, targetPortIn } from '../../../mesh/inventory/services.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import type { Finding, Rule } from '../../rule.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { servedWorkloads } from '../../spots/meshed-services.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

export const portLevelMtlsPort: Rule = {
  code: 'GI2712',
  name: 'port-level-mtls-port',
  severity: 'error',
  summary: 'The ports of `portLevelMtls` must be ports of the pods, not of their Service.',
  why: 'the entry has no effect, and the mode of the whole workload holds for the port that was meant',
  fix: 'write the target port of the Service',
  source: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication',
  *check(world) {
    const served = groupBy(servedWorkloads(world), ({ workload }) => workload);
    for (const { item, namespace, selector, ports } of world.mesh.peerAuthentications.all) {
      if (isEmpty(selector)) continue;
      const workloads = selectedWorkloads(world)
        .inNamespace(namespace, selector)
        .filter((workload) => workload.item !== undefined && !alternatives(world)(item, workload.item));
      for (const port of ports.keys()) {
        const meanings = workloads.map((workload) => ({ workload, ...meant(workload, served.get(workload)?.[0]?.services ?? [], port) }));
        yield* findings(item, port, meanings);
      }
    }
  },
};

interface Meaning {
  readonly workload: Workload;
  /** Whether the pods have the port, as far as their containers and Services tell. */
  readonly isOfPods: boolean;
  readonly service: KubeService | undefined;
  readonly target: number | undefined;
}

function* findings(item: Item, port: number, meanings: readonly Meaning[]): Iterable<Finding> {
  const [first] = meanings;
  if (first === undefined || meanings.some(({ isOfPods }) => isOfPods)) return;
  const path = ['spec', 'portLevelMtls', String(port)];
  const field = `\`spec.portLevelMtls["${port}"]\``;
  if (first.target !== undefined && first.service !== undefined) {
    const message = `${field} is a port of Service "${first.service.name}"; in the pods of ${first.workload.key} it is ${first.target}`;
    yield { item, path, message, fix: `write ${first.target}` };
  } else if (meanings.every(({ workload }) => workload.containers.some(({ ports }) => ports.length > 0)))
    yield { item, path, message: `${field} is no port that the pods of ${first.workload.key} declare`, severity: 'warning' };
}

/** Where a number is a port of a Service only, the port of the pods that it leads to. */
function meant(workload: Workload, services: readonly KubeService[], port: number): Omit<Meaning, 'workload'> {
  const isOfPods =
    workload.containers.some(({ ports }) => ports.some((entry) => entry.port === port)) ||
    services.some((service) => service.ports.some((entry) => targetPortIn(entry, workload) === port));
  const service = services.find(({ ports }) => ports.some((entry) => entry.port === port));
  const entry = service?.ports.find((candidate) => candidate.port === port);
  return { isOfPods, service, target: entry && targetPortIn(entry, workload) };
}
