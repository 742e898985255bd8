import type { EgressEndpoint } from '../../../intent/generated/gateway-intent.ts';
import type { EgressHost, EgressPort } from '../../../intent/model.ts';
import { isAddress, isWildcard } from '../../../mesh/hosts/host-name.ts';
import type { Made } from '../../made.ts';
import { egressName, egressOwners, exportTo, firstUse } from './names.ts';

/**
 * The ServiceEntry of an outside host: one for all of its ports. Where TLS begins at a proxy, workloads call the plaintext port and the proxy connects to the
 * TLS port behind it, so that no other port is opened.
 */
export function serviceEntry(host: EgressHost): Made {
  const [first] = host.ports as readonly [EgressPort, ...EgressPort[]];
  const endpoints = host.ports.flatMap(({ uses }) => uses[0]?.entry.endpoints ?? []);
  const addresses = isAddress(host.host) ? [host.host] : [...new Set(host.ports.flatMap(({ uses }) => uses[0]?.entry.addresses ?? []))];
  const written = endpoints.length > 0 ? uniqueEndpoints(endpoints, first) : isAddress(host.host) ? [{ address: host.host }] : undefined;
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
    origin: firstUse(first).origin,
    owners: egressOwners(host.ports),
  };
}

export const servicePortName = ({ protocol, port }: EgressPort): string => `${protocol.toLowerCase()}-${port}`;

function servicePort(port: EgressPort): object {
  const target = port.origination?.port;
  return { number: port.port, name: servicePortName(port), protocol: port.protocol, targetPort: target === port.port ? undefined : target };
}

function uniqueEndpoints(endpoints: readonly EgressEndpoint[], port: EgressPort): object[] {
  return [...new Map(endpoints.map((endpoint) => [JSON.stringify(endpoint), endpoint])).values()].map(
    ({ address, port: target, weight, locality }) => ({
      address,
      ports: target === undefined ? undefined : { [servicePortName(port)]: target },
      weight,
      locality,
    }),
  );
}

/** A wildcard is reached at the address that the workload found; everything else by DNS, or at addresses that are given. */
function resolution({ host }: EgressHost, endpoints: readonly object[] | undefined): 'NONE' | 'STATIC' | 'DNS' {
  if (isWildcard(host)) return 'NONE';
  return endpoints?.every((endpoint) => isAddress((endpoint as { address: string }).address)) ? 'STATIC' : 'DNS';
}
