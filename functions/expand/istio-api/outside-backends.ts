import type { Backend, Exposure, Gateway } from '../../intent/model.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { isAddress } from '../../mesh/hosts/host-name.ts';
import type { Made } from '../made.ts';
import { ownersOf } from './owners.ts';

interface Use {
  readonly exposure: Exposure;
  readonly backend: Backend;
}

/** ServiceEntries for backends outside the mesh, seen by the gateways that use them only: a sidecar would take the port for its own calls. */
export function outsideBackends(exposures: readonly Exposure[], gateways: ReadonlyMap<string, Gateway>): Made[] {
  const uses = exposures.flatMap((exposure) =>
    exposure.routes.flatMap(({ action }) =>
      action.kind === 'forward'
        ? action.backends.filter(({ kind }) => kind === 'outside').map((backend): Use => ({ exposure, backend }))
        : [],
    ),
  );
  return [...groupBy(uses, ({ exposure, backend }) => `${exposure.namespace}/${backend.host}`).values()].map((same) =>
    serviceEntry(same, gateways),
  );
}

function serviceEntry(uses: readonly Use[], gateways: ReadonlyMap<string, Gateway>): Made {
  const [{ exposure, backend }] = uses as readonly [Use, ...Use[]];
  const ports = [...new Map(uses.map((use) => [use.backend.port, use])).values()];
  const seenBy = uses.map(
    (use) => (use.exposure.gateway === undefined ? undefined : gateways.get(use.exposure.gateway)?.workload.namespace) ?? '.',
  );
  const isIP = isAddress(backend.name);
  return {
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: backend.host.replaceAll('.', '-'), namespace: exposure.namespace },
      spec: {
        hosts: [backend.host],
        location: 'MESH_EXTERNAL',
        ports: ports.map((use) => ({
          number: use.backend.port,
          name: `${protocolOf(use).toLowerCase()}-${use.backend.port}`,
          protocol: protocolOf(use),
        })),
        resolution: isIP ? 'STATIC' : 'DNS',
        endpoints: isIP ? [{ address: backend.name }] : undefined,
        exportTo: [...new Set(seenBy.map((namespace) => (namespace === exposure.namespace ? '.' : namespace)))],
      },
    },
    origin: backend.origin,
    owners: ownersOf(uses.map((use) => use.exposure)),
  };
}

const protocolOf = ({ exposure }: Use): string => exposure.protocol;
