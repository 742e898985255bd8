import type { Path } from '../../../diagnostics/path.ts';
import type { EgressPort, EgressUse } from '../../../intent/model.ts';
import type { Origin, OriginPart } from '../../../krm/item.ts';
import { firstUse } from './names.ts';

/** A field of the entry that asks for a port first. */
export const fieldOf = (use: EgressUse, ...steps: Path): Origin => ({ item: use.origin.item, path: [...use.origin.path, ...steps] });

/** The name of a host, and the ports of it that the entry writes beside it or in its URL. */
const target = (use: EgressUse, field: 'hosts' | 'ports'): Origin => fieldOf(use, use.entry.url === undefined ? field : 'url');

/** A ServiceEntry: hosts, ports and addresses with the entries that name them. */
export function entryParts(ports: readonly EgressPort[]): OriginPart[] {
  const first = firstUse(ports[0]);
  const withEndpoints = ports.map(firstUse).find(({ entry }) => entry.endpoints !== undefined) ?? first;
  const withAddresses = ports.map(firstUse).find(({ entry }) => entry.addresses !== undefined) ?? first;
  return [
    { path: ['spec', 'hosts'], origin: target(first, 'hosts') },
    { path: ['spec', 'endpoints'], origin: fieldOf(withEndpoints, 'endpoints') },
    { path: ['spec', 'addresses'], origin: fieldOf(withAddresses, 'addresses') },
    { path: ['spec', 'exportTo'], origin: fieldOf(first, 'from') },
    ...ports.map((port, index): OriginPart => ({ path: ['spec', 'ports', index], origin: target(firstUse(port), 'ports') })),
  ];
}

/** Settings of ports in a DestinationRule: what TLS is begun with, and what else is said about the host. */
export const settingParts = (ports: readonly EgressPort[]): OriginPart[] =>
  ports.flatMap((port, index): OriginPart[] => {
    const use = firstUse(port);
    const path = ['spec', 'trafficPolicy', 'portLevelSettings', index];
    return [
      { path, origin: fieldOf(use, 'backendPolicy') },
      ...(port.origination === undefined ? [] : [{ path: [...path, 'tls'], origin: fieldOf(use, 'tlsOrigination') }]),
    ];
  });

/** One entry of a list for each of these uses. */
export const useParts = (list: Path, uses: readonly EgressUse[]): OriginPart[] =>
  uses.map(({ origin }, index): OriginPart => ({ path: [...list, index], origin }));
