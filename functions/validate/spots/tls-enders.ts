import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { type KubeService, type KubeServicePort, targetPortIn } from '../../mesh/inventory/services.ts';
import type { Workload } from '../../mesh/inventory/workloads.ts';
import { asRecord, asText } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';

/** What ends TLS in front of a gateway and goes on in plain text, for one host or for all. */
export interface TlsEnder {
  readonly item: Item;
  readonly host: string | undefined;
}

type Find = (service: KubeService, port: number, workload: Workload) => readonly TlsEnder[];

/** Those in front of a container port: Routes of OpenShift with `edge`, and load balancers of AWS. */
export const tlsEnders = perWorld((world): Find => {
  const { objects } = world.mesh;
  const routes = world
    .ofKind('route.openshift.io', 'Route')
    .filter((item) => asText(asRecord(asRecord(item.object.spec).tls).termination) === 'edge');
  const byService = groupBy(routes, (item) => `${objects.namespaceOf(item)}/${asText(asRecord(asRecord(item.object.spec).to).name)}`);
  return (service, port, workload) => {
    const leading = service.ports.filter((entry) => targetPortIn(entry, workload) === port);
    if (leading.length === 0) return [];
    const edges = (byService.get(`${service.namespace}/${service.name}`) ?? []).filter((route) => leadsTo(route, service, leading));
    return [
      ...edges.map((item) => ({ item, host: asText(asRecord(item.object.spec).host) || undefined })),
      ...(leading.some((entry) => endsAtLoadBalancer(service, entry)) ? [{ item: service.item, host: undefined }] : []),
    ];
  };
});

function leadsTo(route: Item, { ports }: KubeService, leading: readonly KubeServicePort[]): boolean {
  const target = asRecord(asRecord(route.object.spec).port).targetPort;
  if (target === undefined) return ports.length === 1;
  return leading.some(({ name, targetPort }) => name === target || targetPort === target);
}

const aws = 'service.beta.kubernetes.io/aws-load-balancer-';

/** https://kubernetes.io/docs/concepts/services-networking/service/#ssl-support-on-aws */
function endsAtLoadBalancer({ item }: KubeService, { name, port }: KubeServicePort): boolean {
  const annotation = (key: string) => asText(item.object.metadata.annotations?.[`${aws}${key}`]);
  if (annotation('ssl-cert') === '' || ['https', 'ssl'].includes(annotation('backend-protocol'))) return false;
  const ports = annotation('ssl-ports') || '*';
  return ports.split(',').some((entry) => ['*', name, String(port)].includes(entry.trim()));
}
