import { isAddress } from '../../hosts/host-name.ts';
import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import type { Made } from '../made.ts';
import { type OutsideHost, type OutsideUse, outsideHosts } from './outside-hosts.ts';
import { ownersOf } from './owners.ts';
import { reservedAddress } from './reserved-address.ts';

/** ServiceEntries for backends outside the mesh, each for all exposures that lead to it. */
export function outsideBackends(model: Model, exposures: readonly Exposure[], gateways: ReadonlyMap<string, Gateway>): Made[] {
  return [...outsideHosts(exposures, gateways).values()].map((host) => serviceEntry(host, model));
}

function serviceEntry({ uses, namespace, exportTo }: OutsideHost, model: Model): Made {
  const [{ backend }] = uses;
  const ports = [...new Map(uses.map((use) => [use.backend.servicePort, use])).values()];
  const isIP = isAddress(backend.name);
  const name = backend.host.replaceAll('.', '-');
  const hasTwin = model.egress.some((host) => host.serviceHost === backend.host && host.namespace === namespace);
  return {
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: hasTwin ? `${name}-backend` : name, namespace },
      spec: {
        hosts: [backend.host],
        addresses: uses.some((use) => use.exposure.family === 'tcp') ? [isIP ? backend.name : reservedAddress(backend.host)] : undefined,
        location: 'MESH_EXTERNAL',
        ports: ports.map(servicePort),
        resolution: isIP ? 'STATIC' : 'DNS',
        endpoints: isIP ? [{ address: backend.name }] : undefined,
        exportTo,
      },
    },
    origin: backend.origin,
    owners: ownersOf(uses.map((use) => use.exposure)),
  };
}

function servicePort({ exposure: { protocol }, backend: { port, servicePort: number } }: OutsideUse): object {
  return { number, name: `${protocol.toLowerCase()}-${number}`, protocol, targetPort: port === number ? undefined : port };
}
