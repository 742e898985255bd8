import type { EgressHost, EgressPort, EgressUse, Gateway } from '../../../intent/model.ts';
import type { Item } from '../../../krm/item.ts';

/** Name of the objects of an outside host, and of its subset of the gateway's Service. */
export const egressName = ({ host }: Pick<EgressHost, 'host'>): string => host.replace('*', 'wildcard').replace(/[.:]/g, '-');

export const egressOwners = (ports: readonly EgressPort[]): Item[] => [
  ...new Set(ports.flatMap(({ uses }) => uses.map(({ intent }) => intent.item))),
];

/** Full name of the Service that sidecars reach an egress gateway by. */
export const gatewayHost = ({ workload: { service, namespace } }: Gateway, clusterDomain: string): string =>
  `${service}.${namespace}.svc.${clusterDomain}`;

/** `exportTo` for namespaces that may see an object of another one; nothing where all may. */
export function exportTo(visibleTo: readonly string[], namespace: string): string[] | undefined {
  if (visibleTo.includes('*')) return undefined;
  return visibleTo.map((name) => (name === namespace ? '.' : name));
}

/** The use that decides where the objects of a port come from; a port has one at least. */
export const firstUse = (port: EgressPort | undefined): EgressUse => port?.uses[0] as EgressUse;
