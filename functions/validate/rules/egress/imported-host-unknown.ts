import { isWildcard } from '../../../hosts/host-name.ts';
import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { ImportedHost, Sidecar } from '../../../mesh/outbound/sidecar.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { isTypo } from '../../syntax/typo.ts';

export const importedHostUnknown: Rule = {
  code: 'GI2610',
  name: 'imported-host-unknown',
  severity: 'warning',
  summary: 'A host that a Sidecar imports should be known to the mesh.',
  why: 'the entry has no effect, and what was meant is not imported',
  fix: 'correct the host or its namespace',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts',
  upstream: ['KIA1004'],
  *check(world) {
    for (const sidecar of world.mesh.sidecars.all)
      for (const host of sidecar.egress.flatMap((listener) => listener.hosts))
        if (isMisspelt(world, host.namespace))
          yield wrongAt(host.field, `names namespace "${host.namespace}", which is not in the files`, misspelt(world, host.namespace));
        else if (!host.excluded && !isWildcard(host.host) && isMissing(world, sidecar, host))
          yield wrongAt(
            host.field,
            `is "${host.host}" of ${host.namespace === '*' ? 'any namespace' : `namespace "${owner(sidecar, host)}"`}, where no Service and no ServiceEntry has that host`,
          );
  },
};

/** Namespaces of the files, of which one may be meant. */
const namesOf = (world: World): string[] => world.ofKind('', 'Namespace').map(({ id }) => id.name);

function isMisspelt(world: World, namespace: string): boolean {
  if (/[*.~]/.test(namespace)) return false;
  const names = namesOf(world);
  return !names.includes(namespace) && names.some((name) => isTypo(namespace, name));
}

function misspelt(world: World, namespace: string): Pick<Finding, 'fix'> {
  return { fix: `did you mean "${namesOf(world).find((name) => isTypo(namespace, name))}"?` };
}

const owner = ({ namespace }: Sidecar, host: ImportedHost): string => (host.namespace === '.' ? namespace : host.namespace);

function isMissing(world: World, sidecar: Sidecar, host: ImportedHost): boolean {
  const { registry, settings } = world.mesh;
  const found = registry.withHost(host.host);
  if (found.some((service) => host.namespace === '*' || service.namespace === owner(sidecar, host))) return false;
  if (world.complete) return true;
  const kube = serviceOfHost(host.host, settings.clusterDomain.value);
  // A Service of the Sidecar's own namespace, whose Services are in the files.
  return kube !== undefined && kube.namespace === sidecar.namespace && closedWorld(world).hasAllServices(sidecar.item);
}
