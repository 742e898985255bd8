import type { KubeService } from '../inventory/services.ts';
import { targetPortIn } from '../inventory/services.ts';
import type { GatewayProxy } from '../listeners/gateway-proxy.ts';
import type { Mesh } from '../mesh.ts';
import type { Dependence } from '../truth.ts';
import { listenerFor } from './connect.ts';
import { matchChains } from './match-chain.ts';
import { matchHost } from './match-host.ts';
import type { Request, Source } from './request.ts';

/** A way into the mesh: a gateway, and the container port that the client's port leads to. */
export interface Entry {
  readonly proxy: GatewayProxy;
  readonly service: KubeService | undefined;
  readonly port: number;
  readonly dependsOn: readonly Dependence[];
}

/** What the source of a request tells about the way in. */
export type EntryNames = Omit<Extract<Source, { kind: 'outside' }>, 'kind'>;

/**
 * The ways by which a request from outside may come in, best first: gateways that serve its host before those that only listen.
 * A name (`namespace/name` of the workload, of a Service in front of it, or of a Gateway) narrows them down.
 */
export function entries(mesh: Mesh, request: Request, { gateway, service }: EntryNames): readonly Entry[] {
  return mesh.gatewayProxies
    .filter((proxy) => gateway === undefined || isNamed(proxy, gateway))
    .flatMap((proxy) => waysInto(mesh, proxy, request.port, { gateway, service }))
    .map((entry) => ({ entry, rank: 2 * rank(entry, request) + Number(isOpen(entry)) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ entry }) => entry);
}

/** Whether a gateway is meant by `namespace/name` of its pods, of a Service in front of them, or of a Gateway. */
export function isNamed({ workload, services, gateways }: GatewayProxy, name: string): boolean {
  return (
    `${workload.namespace}/${workload.name}` === name ||
    (workload.item !== undefined && `${workload.item.id.namespace ?? workload.namespace}/${workload.item.id.name}` === name) ||
    services.some((service) => `${service.namespace}/${service.name}` === name) ||
    gateways.some(({ gateway }) => `${gateway.namespace}/${gateway.item.id.name}` === name)
  );
}

function waysInto(mesh: Mesh, proxy: GatewayProxy, port: number, names: EntryNames): readonly Entry[] {
  const named = proxy.services.filter((service) => `${service.namespace}/${service.name}` === (names.service ?? names.gateway));
  const services = named.length > 0 || names.service !== undefined ? named : proxy.services;
  const ways = new Map<number, Entry>();
  for (const service of services) {
    const exposed = service.ports.find((entry) => entry.port === port && entry.transport === 'TCP');
    const target = exposed && targetPortIn(exposed, proxy.workload);
    if (target !== undefined && !ways.has(target)) ways.set(target, { proxy, service, port: target, dependsOn: [] });
  }
  if (services.length > 0 || names.service !== undefined || mesh.namespaces.isClosed(proxy.workload.namespace)) return [...ways.values()];
  const because = `the Service in front of ${proxy.workload.key}`;
  return [{ proxy, service: undefined, port, dependsOn: [{ on: 'outside', because }] }];
}

/** Of gateways that serve it equally well, one with an address outside of the cluster comes first. */
function isOpen({ service }: Entry): boolean {
  return service !== undefined && service.type !== 'ClusterIP';
}

/** How well a gateway serves a request: not at all, it listens, it takes the connection, it knows the host by a wildcard, by name. */
function rank({ proxy, port }: Entry, request: Request): number {
  const listener = listenerFor(proxy.listeners, request.address, port);
  if (!listener) return 0;
  const [chain] = matchChains(listener, request, request.address ?? '', port);
  if (!chain) return 1;
  if (chain.handler.kind !== 'http') return chain.serverNames.includes(request.serverName ?? '') ? 4 : 3;
  const virtualHost = matchHost(chain.handler.table, request.host);
  if (!virtualHost) return 2;
  return virtualHost.domains.includes('*') ? 3 : 4;
}
