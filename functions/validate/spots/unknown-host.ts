import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { isWildcard, overlaps } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import { serviceOfHost } from '../../mesh/hosts/qualify.ts';
import { isExportedTo } from '../../mesh/registry/export-to.ts';
import { closedWorld } from '../closed-world.ts';
import { perWorld } from '../per-world.ts';
import type { Finding, World } from '../rule.ts';
import { type Namesake, nearNamesake } from './near-names.ts';
import { servicesByName } from './written-routes.ts';

type Problem = { readonly requirement: string } & Pick<Finding, 'severity' | 'fix'>;

/**
 * Why a host that an object writes means nothing in the mesh: `host` is its full name. Nothing where there is something of that name, or
 * where it may well be outside of the files.
 */
export function unknownHost(written: string, host: string, item: Item, world: World): Problem | undefined {
  const { registry, settings, objects } = world.mesh;
  if (host === '' || isWildcard(host) || registry.withHost(host).length > 0) return undefined;
  if (registry.wildcards.some((service) => overlaps(host, service.host) && isExportedTo(service.exportTo, objects.namespaceOf(item))))
    return undefined;
  const domain = settings.clusterDomain.value;
  const short = shortened(written, domain, world);
  if (short !== undefined) return short;
  const kube = serviceOfHost(host, domain);
  if (kube !== undefined) return missingService(written, kube, item, world);
  const requirement = `"${written}" is the name of no Service, and no ServiceEntry has it`;
  const near = nearNamesake(world, 'ServiceEntry', { name: host, namespace: '' }, outsideHosts(world));
  const fix = near && { fix: `did you mean "${near.name}"?` };
  if (world.complete) return { requirement, severity: 'error', ...fix };
  return fix && { requirement: `${requirement} in the files`, severity: 'warning', ...fix };
}

/** Hosts of ServiceEntries, wherever they lie. */
const outsideHosts = perWorld((world: World): readonly Namesake[] =>
  world.mesh.registry.services.filter(({ registry }) => registry === 'external').map(({ host }) => ({ name: host, namespace: '' })),
);

function missingService(written: string, { name, namespace }: { name: string; namespace: string }, item: Item, world: World) {
  const { settings, objects } = world.mesh;
  const requirement = `"${written}" is no Service of namespace "${namespace}"`;
  const twin = (servicesByName(world).get(name) ?? []).find(
    (service) => service.item.id.namespace !== undefined && service.namespace !== namespace,
  );
  if (!written.includes('.') && twin !== undefined && item.id.namespace !== undefined) {
    const fix = `write \`${twin.name}.${twin.namespace}.svc.${settings.clusterDomain.value}\``;
    return {
      requirement: `${requirement} in the files, but of "${twin.namespace}"`,
      severity: world.complete ? ('error' as const) : ('warning' as const),
      fix,
    };
  }
  const hint = meant(name, namespace, world);
  if (world.complete) return { requirement, severity: 'error' as const, ...hint };
  const near = nearNamesake(world, 'Service', { name, namespace }, world.mesh.kubeServices);
  if (near?.namespace === namespace)
    return {
      requirement: `${requirement} in the files`,
      severity: 'warning' as const,
      fix: `did you mean the Service "${namespace}/${near.name}"?`,
    };
  const beside = namespace === objects.namespaceOf(item) ? item : neighbour(namespace, world);
  return beside !== undefined && closedWorld(world).hasAllServices(beside)
    ? { requirement: `${requirement} in the files`, severity: 'warning' as const, ...hint }
    : undefined;
}

/** The Service that was meant: one of nearly that name beside it, or one of that name elsewhere. */
function meant(name: string, namespace: string, world: World): { fix?: string } {
  const beside = world.mesh.kubeServices.filter((service) => service.namespace === namespace).map((service) => service.name);
  const near = didYouMean(name, beside);
  if (near !== undefined) return { fix: `did you mean the Service "${namespace}/${near}"?` };
  const twin = servicesByName(world).get(name)?.[0];
  return twin === undefined ? {} : { fix: `did you mean the Service "${twin.namespace}/${twin.name}"?` };
}

/** `name.namespace` and `name.namespace.svc` are names for DNS only. */
function shortened(written: string, domain: string, world: World): Problem | undefined {
  const [name = '', namespace, svc, ...more] = written.split('.');
  if (namespace === undefined || more.length > 0 || (svc !== undefined && svc !== 'svc')) return undefined;
  const service = (servicesByName(world).get(name) ?? []).find((entry) => entry.namespace === namespace);
  if (service === undefined) return undefined;
  const full = `${name}.${namespace}.svc.${domain}`;
  return {
    requirement: `"${written}" has a dot, and is therefore not completed to "${full}"`,
    fix: `write \`${full}\``,
    severity: 'error',
  };
}

function neighbour(namespace: string, { mesh }: World): Item | undefined {
  return mesh.kubeServices.find((service) => service.namespace === namespace && service.known === 'files')?.item;
}
