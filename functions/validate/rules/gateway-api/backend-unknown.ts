import type { KubeService } from '../../../mesh/inventory/services.ts';
import { closedWorld } from '../../closed-world.ts';
import { perWorld } from '../../per-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { at, wrong } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { backendReferences, type CrossReference, policyBackendReferences } from '../../spots/cross-references.ts';
import { nearNamesake } from '../../spots/near-names.ts';

const services = perWorld(
  (world: World) => new Map(world.mesh.kubeServices.map((service) => [`${service.namespace}/${service.name}`, service])),
);

export const backendUnknown: Rule = {
  code: 'GI2906',
  name: 'backend-unknown',
  severity: 'error',
  summary: 'A backend of a route or policy must be a Service that exists, and a port that it has.',
  why: 'requests are answered with 500 (`BackendNotFound`)',
  fix: 'correct the name, or write the number of a port of the Service',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.BackendObjectReference',
  upstream: ['KIA1402'],
  *check(world) {
    const references = [...backendReferences(world), ...policyBackendReferences(world)];
    for (const backend of references.filter(({ kind, group }) => kind === 'Service' && group === '')) {
      if (backend.name.includes('.')) {
        yield wrong(at(backend.spot, 'name'), `is "${backend.name}", and a Service is named without its namespace and domain`, {
          upstream: [],
        });
        continue;
      }
      const service = services(world).get(`${backend.namespace}/${backend.name}`);
      if (service === undefined) yield* missing(world, backend);
      else if (!alternatives(world)(backend.from, service.item)) yield* portFindings(backend, service);
    }
  },
};

function* missing(world: World, backend: CrossReference): Iterable<Finding> {
  const near = nearNamesake(world, 'Service', backend, world.mesh.kubeServices);
  if (!isMissing(world, backend) && near?.namespace !== backend.namespace) return;
  const says = `is "${backend.name}", which is no Service of namespace "${backend.namespace}"${world.complete ? '' : ' in the files'}`;
  const fix = near?.namespace === backend.namespace ? { fix: `did you mean "${near.name}"?` } : {};
  yield wrong(at(backend.spot, 'name'), says, { ...fix, ...(world.complete ? {} : { severity: 'warning' }) });
}

function* portFindings({ spot, port }: CrossReference, service: KubeService): Iterable<Finding> {
  if (port === 0 || service.type === 'ExternalName' || service.ports.some((entry) => entry.port === port)) return;
  const same = service.ports.find(({ targetPort }) => targetPort === port);
  const has = service.ports.map((entry) => entry.port).join(', ') || 'no ports';
  yield wrong(
    at(spot, 'port'),
    `is ${port}, and Service "${service.namespace}/${service.name}" has ${has}${same ? `: ${port} is a port of its pods` : ''}`,
    { upstream: [], ...(same ? { fix: `write ${same.port}` } : {}) },
  );
}

/** Only for the own namespace of a route it can be told that all of its Services are in the files. */
const isMissing = (world: World, { from, fromNamespace, namespace }: CrossReference): boolean =>
  world.complete || (namespace === fromNamespace && closedWorld(world).hasAllServices(from));
