import { isSubsetOf } from '../../hosts/host-name.ts';
import type { Cluster } from '../registry/cluster.ts';
import type { MergedDestinationRule } from '../registry/destination-rule-lookup.ts';
import type { Service } from '../registry/service.ts';
import { plainDestination } from '../routes/plain-destination.ts';
import { serverNames } from './gateway.ts';
import type { Chain } from './listener.ts';
import type { BoundServer } from './merge-servers.ts';

/** What a gateway needs to pass on connections to any service of the mesh. */
export interface AutoPassthroughParts {
  readonly scopeServices: readonly Service[];
  readonly scopeService: (host: string) => Service | undefined;
  readonly scopeCluster: (host: string, port: number, subset: string) => Cluster;
  readonly destinationRule: (service: Service) => MergedDestinationRule | undefined;
}

/** The protocols by which Istio's own mTLS is recognised. */
export const meshProtocols = ['istio-peer-exchange', 'istio', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'];

type ChainPart = Pick<Chain, 'serverNames' | 'applicationProtocols' | 'handler' | 'name'>;

/** One chain for every port and subset of the mesh's own services under the server's hosts; VirtualServices do not count. */
export function autoPassthroughChains({ server }: BoundServer, parts: AutoPassthroughParts): readonly ChainPart[] {
  const hosts = serverNames(server);
  return parts.scopeServices
    .filter((service) => !service.meshExternal && hosts.some((host) => isSubsetOf(service.host, host)))
    .flatMap((service) =>
      service.ports
        .filter((port) => port.protocol !== 'UDP')
        .flatMap((port) =>
          ['', ...(parts.destinationRule(service)?.subsets ?? []).map((subset) => subset.name)].map((subset) =>
            chain(service, port.port, subset, parts),
          ),
        ),
    );
}

function chain(service: Service, port: number, subset: string, parts: AutoPassthroughParts): ChainPart {
  const name = `outbound_.${port}_.${subset}_.${service.host}`;
  const destination = plainDestination({ host: service.host, port, subset, field: service.field }, parts.scopeCluster);
  return {
    serverNames: [name],
    applicationProtocols: meshProtocols,
    handler: { kind: 'tcp', destinations: [destination], virtualService: undefined },
    name: `the chain for "${name}"`,
  };
}
