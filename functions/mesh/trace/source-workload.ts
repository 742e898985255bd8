import { selects } from '../inventory/labels.ts';
import { proxyRole } from '../inventory/proxy-role.ts';
import type { Workload } from '../inventory/workloads.ts';
import type { Mesh } from '../mesh.ts';
import type { Source } from './request.ts';

/** The workload that a source means; one that the files do not hold is imagined with what the source tells of it. */
export function sourceWorkload(mesh: Mesh, source: Extract<Source, { kind: 'workload' }>): Workload {
  const { namespace, name, labels = {}, serviceAccount } = source;
  const own = mesh.world.pods.inNamespace(namespace).filter(({ known }) => known !== 'assumed');
  const found = own.find(
    (workload) =>
      (name === undefined ? workload.proxy.kind !== 'gateway' : workload.name === name) &&
      selects(labels, workload.labels) &&
      (serviceAccount === undefined || workload.serviceAccount === serviceAccount),
  );
  return found ?? imagined(mesh, source);
}

function imagined(mesh: Mesh, { namespace, name, labels = {}, serviceAccount }: Extract<Source, { kind: 'workload' }>): Workload {
  const bare: Omit<Workload, 'proxy'> = {
    key: `pods ${namespace}/${name ?? '*'}`,
    kind: 'Pod',
    namespace,
    name: name ?? '',
    item: undefined,
    template: undefined,
    labels,
    annotations: {},
    serviceAccount: serviceAccount ?? 'default',
    containers: [],
    hostNetwork: false,
    replicas: undefined,
    known: 'assumed',
  };
  return { ...bare, proxy: proxyRole(bare, mesh.namespaces) };
}
