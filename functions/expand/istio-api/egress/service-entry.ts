import { isAddress, isWildcard } from '../../../hosts/host-name.ts';
import type { EgressEndpoint } from '../../../intent/generated/gateway-intent.ts';
import type { EgressHost, EgressPort } from '../../../intent/model.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Made } from '../../made.ts';
import { egressName, egressOwners, exportTo, firstUse } from './names.ts';
import { entryParts } from './parts.ts';

/**
 * The ServiceEntry of an outside host: one for all of its ports. Where TLS begins at a proxy, workloads call the plaintext port and the proxy connects to the
 * TLS port behind it, so that no other port is opened.
 */
export function serviceEntry(host: EgressHost): Made {
  const [first] = host.ports as readonly [EgressPort, ...EgressPort[]];
  const endpoints = endpointsOf(host.ports);
  const addresses = isAddress(host.host) ? [host.host] : [...new Set(host.ports.flatMap(({ uses }) => uses[0]?.entry.addresses ?? []))];
  const written = endpoints.length > 0 ? endpoints : isAddress(host.host) ? [{ address: host.host }] : undefined;
  return {
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: egressName(host), namespace: host.namespace },
      spec: {
        hosts: [host.serviceHost],
        addresses: addresses.length > 0 ? addresses : undefined,
        exportTo: exportTo(host.visibleTo, host.namespace),
        location: 'MESH_EXTERNAL',
        ports: host.ports.map(servicePort),
        resolution: resolution(host, written),
        endpoints: written,
      },
    },
    origin: { ...firstUse(first).origin, parts: entryParts(host.ports) },
    owners: egressOwners(host.ports),
  };
}

export const servicePortName = ({ protocol, port }: EgressPort): string => `${protocol.toLowerCase()}-${port}`;

function servicePort(port: EgressPort): object {
  const target = port.origination?.port;
  return { number: port.port, name: servicePortName(port), protocol: port.protocol, targetPort: target === port.port ? undefined : target };
}

/** Each place once, with the port that it has for each port of the host where that is another one. */
function endpointsOf(ports: readonly EgressPort[]): object[] {
  const byPlace = groupBy(
    ports.flatMap((port) => (port.uses[0]?.entry.endpoints ?? []).map((endpoint) => ({ port, endpoint }))),
    ({ endpoint: { port: _, ...place } }) => JSON.stringify(place),
  );
  return [...byPlace.values()].map((same) => {
    const { address, weight, locality } = (same[0] as { endpoint: EgressEndpoint }).endpoint;
    const own = same.flatMap(({ port, endpoint }) =>
      endpoint.port === undefined ? [] : [[servicePortName(port), endpoint.port] as const],
    );
    return { address, ports: own.length > 0 ? Object.fromEntries(own) : undefined, weight, locality };
  });
}

/** A wildcard is reached at the address that the workload found; everything else by DNS, or at addresses that are given. */
function resolution({ host }: EgressHost, endpoints: readonly object[] | undefined): 'NONE' | 'STATIC' | 'DNS' {
  if (isWildcard(host)) return 'NONE';
  return endpoints?.every((endpoint) => isAddress((endpoint as { address: string }).address)) ? 'STATIC' : 'DNS';
}
