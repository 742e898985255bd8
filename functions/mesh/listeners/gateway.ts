import type { Item } from '../../krm/item.ts';
import type { Age } from '../age.ts';
import type { Field } from '../field.ts';
import { type HostSet, hostSet } from '../hosts/host-set.ts';
import type { ScopedHost } from '../hosts/qualify.ts';
import type { Labels } from '../inventory/labels.ts';
import type { Protocol } from '../inventory/protocol.ts';
import { isHttp } from '../inventory/protocol.ts';
import type { Loose } from '../loose.ts';
import type { ClientDemands } from './client-demands.ts';

/** An Istio Gateway, or one listener of a Gateway API Gateway: what asks proxies to listen. */
export interface Gateway {
  readonly item: Item;
  readonly namespace: string;
  /** VirtualServices bind to `namespace/name`. */
  readonly name: string;
  /** Labels of the pods that it asks; empty: every gateway of the mesh. Not used by Gateway API Gateways. */
  readonly selector: Labels;
  readonly selectorField: Field;
  /** Hosts of the Services through which a Gateway API Gateway is reached; `undefined` for Istio Gateways. */
  readonly services: readonly string[] | undefined;
  readonly servers: readonly Server[];
  readonly api: 'istio' | 'gateway-api';
  /** Whether pods were made for this Gateway alone (Gateway API). */
  readonly managed: boolean;
  readonly age: Age;
}

/** One port of a Gateway with its hosts. */
export interface Server {
  readonly gateway: Gateway;
  readonly field: Field;
  readonly name: string;
  /** As written: usually the port of the Service in front of the pods. */
  readonly port: number;
  readonly portName: string;
  readonly protocol: Protocol;
  /** `''` for all addresses of the pod. */
  readonly bind: string;
  readonly hosts: readonly ServerHost[];
  readonly tls: ServerTls | undefined;
  readonly hostSet: HostSet;
}

export interface ServerHost extends ScopedHost {
  /** `namespace/name` as istiod compares it: `./` resolved, `*` as namespace taken off. */
  readonly text: string;
  readonly field: Field;
}

export type TlsMode = 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';

/** The `tls` block of a server. */
export interface ServerTls {
  readonly mode: TlsMode;
  /** Whether the mode is written; without it Istio takes PASSTHROUGH. */
  readonly modeWritten: boolean;
  readonly httpsRedirect: boolean;
  readonly credentialNames: readonly string[];
  readonly caCredentialName: string;
  /** What certificates of clients must have. */
  readonly clientDemands: ClientDemands;
  /** All other fields, as written. */
  readonly written: Loose;
  readonly field: Field;
}

/** A server before it knows its gateway. */
export type ServerPart = Omit<Server, 'gateway' | 'hostSet'>;

/** Ties a Gateway and its servers together. */
export function gatewayOf(parts: Omit<Gateway, 'servers'>, servers: readonly ServerPart[]): Gateway {
  const bound: Server[] = [];
  const gateway: Gateway = { ...parts, servers: bound };
  for (const server of servers) bound.push({ ...server, gateway, hostSet: hostSet(server.hosts) });
  return gateway;
}

export function gatewayKey(gateway: Gateway): string {
  return `${gateway.namespace}/${gateway.name}`;
}

export function isPassthrough(server: Server): boolean {
  return server.tls?.mode === 'PASSTHROUGH' || server.tls?.mode === 'AUTO_PASSTHROUGH';
}

/** HTTP in plain text, or HTTPS that ends here: requests are routed, not connections. */
export function routesRequests(server: Server): boolean {
  return isHttp(server.protocol) || (server.protocol === 'HTTPS' && !isPassthrough(server));
}

/** HTTPS that ends here. */
export function terminatesHttps(server: Server): boolean {
  return server.tls !== undefined && server.protocol === 'HTTPS' && !isPassthrough(server);
}

/** TLS of any kind that is not the redirect of a plain HTTP server. */
export function speaksTls(server: Server): boolean {
  return server.tls !== undefined && !isHttp(server.protocol);
}

/** The names that tell this server's connections apart from those of others on its port. */
export function serverNames(server: Server): readonly string[] {
  return server.tls ? [...new Set(server.hosts.map((host) => host.name))].sort() : [];
}
