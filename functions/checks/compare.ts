import { isReached, outsidePort, percent } from '../explain/end.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { isNamed } from '../mesh/trace/enter.ts';
import type { Trace, TraceEnd } from '../mesh/trace/trace-result.ts';
import type { Wanted, WantedBackend } from './expectation.ts';

/** Whether a request ends as it must. */
export function isMet(mesh: Mesh, wanted: Wanted, { ends }: Trace, namespace: string): boolean {
  const taking = ends.filter(({ share }) => share > 0);
  switch (wanted.kind) {
    case 'backends':
      return sharesAreMet(mesh, wanted.backends, taking, namespace);
    case 'redirect':
      return taking.every(({ end }) => end.kind === 'redirected' && end.location === wanted.location);
    case 'status':
      return taking.every(({ end }) => 'status' in end && end.status === wanted.status);
    case 'unreachable':
      return taking.every(({ end }) => !isReached(end));
  }
}

function sharesAreMet(mesh: Mesh, backends: readonly WantedBackend[], ends: readonly TraceEnd[], namespace: string): boolean {
  const shares = backends.map((backend) =>
    ends.filter((end) => isBackend(mesh, backend, end, namespace)).reduce((sum, { share }) => sum + share, 0),
  );
  return backends.every((backend, index) => Math.abs(percent(shares[index] ?? 0) - backend.percent) <= 0.1);
}

/** Services are written `service`, `service.namespace`, or in full; what is outside of the cluster by its name. */
function isBackend(mesh: Mesh, { host, port }: WantedBackend, { end }: TraceEnd, namespace: string): boolean {
  if (end.kind !== 'answered' || (end.by.port !== port && outsidePort(end.by) !== port)) return false;
  const domain = mesh.settings.clusterDomain.value;
  const name = end.by.host.toLowerCase();
  return [host, `${host}.svc.${domain}`, `${host}.${domain}`, `${host}.${namespace}.svc.${domain}`].includes(name);
}

/** Whether every way goes through the gateway, or through none. */
export function passes(mesh: Mesh, via: string, { ends }: Trace): boolean {
  return ends
    .filter(({ share }) => share > 0)
    .every(({ hops }) => {
      const gateways = hops
        .filter(({ at }) => at === 'gateway')
        .flatMap(({ workload }) => (workload && mesh.gatewayProxyOf(workload)) ?? []);
      return via === 'none' ? gateways.length === 0 : gateways.some((proxy) => isNamed(proxy, via));
    });
}
