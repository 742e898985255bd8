import { isAddress } from '../../hosts/host-name.ts';
import type { KubeService } from '../inventory/services.ts';
import type { Mesh } from '../mesh.ts';
import { addressOfEndpoint, addressOfService, anyAddress, isRange } from '../outbound/service-address.ts';
import type { Service } from '../registry/service.ts';
import type { Dependence } from '../truth.ts';

/** Where a name leads for pods of a namespace. */
export interface Resolved {
  /** `undefined`: an address outside that is not in the files. */
  readonly address: string | undefined;
  readonly dependsOn: readonly Dependence[];
}

const unknown: Resolved = { address: undefined, dependsOn: [] };

/** The address that DNS gives to pods for a name. */
export function resolveName(mesh: Mesh, namespace: string, name: string, dnsCapture: boolean): Resolved {
  if (isAddress(name)) return { address: name, dependsOn: [] };
  const kube = kubeServiceNamed(mesh, namespace, name);
  if (kube) return { address: addressOfKube(mesh, kube), dependsOn: [] };
  const entry = mesh.registry.withHost(name).find((service) => service.registry === 'external' && mesh.world.isVisible(service, namespace));
  return entry ? addressOfEntry(entry, dnsCapture) : unknown;
}

/** The Service that a name means to pods of a namespace: a full name, or one that DNS completes. */
export function kubeServiceNamed(mesh: Mesh, namespace: string, name: string): KubeService | undefined {
  const domain = mesh.settings.clusterDomain.value;
  const host = name.endsWith('.') ? name.slice(0, -1) : name;
  for (const full of [host, `${host}.${namespace}.svc.${domain}`, `${host}.svc.${domain}`, `${host}.${domain}`]) {
    const found = mesh.registry.withHost(full).find((service) => service.registry === 'kubernetes');
    if (found?.kubeService) return found.kubeService;
  }
  return undefined;
}

/** The Service behind an address. */
export function kubeServiceAt(mesh: Mesh, address: string): KubeService | undefined {
  return mesh.kubeServices.find(
    (service) => service.clusterIP === address || (!service.clusterIP && address === `cluster-ip:${service.namespace}/${service.name}`),
  );
}

function addressOfKube(mesh: Mesh, kube: KubeService): string | undefined {
  const service = mesh.registry.ofKubeService(kube);
  if (!service || service.externalName) return undefined;
  if (service.address !== anyAddress) return service.address;
  const [port] = service.ports;
  const [first] = port ? mesh.endpoints.of(service, port) : [];
  return first && addressOfEndpoint(first);
}

/** A name outside has the addresses that its ServiceEntry writes, if it writes them for that reason. */
function addressOfEntry(entry: Service, dnsCapture: boolean): Resolved {
  const address = addressOfService(entry, dnsCapture);
  if (address === anyAddress || isRange(address)) return unknown;
  if (dnsCapture) return { address, dependsOn: [] };
  return {
    address,
    dependsOn: [{ on: 'outside', because: `whether DNS gives "${entry.host}" the address ${address} of its ServiceEntry` }],
  };
}
