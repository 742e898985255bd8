import type { HostName } from '../../hosts/host-name.ts';
import type { Field } from '../field.ts';
import type { EffectiveMtls } from '../policies/peer-authentication.ts';
import type { Service } from '../registry/service.ts';
import type { RouteDestination, RouteTable } from '../routes/route.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import type { Server, TlsMode } from './gateway.ts';
import type { BoundServer, SkippedServer } from './merge-servers.ts';

/** A port of a proxy, with what it does to connections. */
export interface Listener {
  /** Envoy's name of it: `<address>_<port>`. */
  readonly name: string;
  /** `0.0.0.0` for all addresses. */
  readonly address: string;
  readonly port: number;
  readonly chains: readonly Chain[];
  /** Takes what no chain takes. */
  readonly fallback: Chain | undefined;
  /** Whether the names and protocols in TLS handshakes are read at all. */
  readonly readsTls: boolean;
  /** Whether plain connections are told apart as HTTP or not. */
  readonly readsHttp: boolean;
  /** Why Envoy refuses the listener as a whole, so that the port is not served, or keeps its old configuration. */
  readonly refused: Refusal | undefined;
  /** Servers of this port that istiod skipped. */
  readonly skipped: readonly SkippedServer[];
  /** Services whose chains found no room beside those of other services (sidecars, outbound). */
  readonly crowdedOut: readonly Service[];
  /** What callers must speak (sidecars, inbound). */
  readonly mtls?: EffectiveMtls | undefined;
}

/** Two chains that take the same connections: Envoy refuses such a listener. */
export interface Refusal {
  readonly because: string;
  readonly fields: readonly Field[];
}

/** A filter chain: what is done with the connections that it takes. An empty list takes any value. */
export interface Chain {
  readonly serverNames: readonly HostName[];
  readonly applicationProtocols: readonly string[];
  readonly addresses: readonly string[];
  readonly transport: 'tls' | 'raw' | undefined;
  readonly port: number | undefined;
  /** TLS that ends here. */
  readonly tls: ChainTls | undefined;
  readonly handler: ConnectionHandler;
  /** The server of a Gateway that asks for it. */
  readonly server: BoundServer | undefined;
  /** Where it is written. */
  readonly field: Field | undefined;
  /** For messages. */
  readonly name: string;
}

export interface ChainTls {
  readonly mode: TlsMode;
  readonly clientCertificate: 'none' | 'optional' | 'required';
  /** Certificates of the mesh: only proxies of the mesh have them. */
  readonly meshCertificates: boolean;
  readonly server: Server | undefined;
}

export type ConnectionHandler =
  | { readonly kind: 'http'; readonly table: RouteTable }
  | { readonly kind: 'tcp'; readonly destinations: readonly RouteDestination[]; readonly virtualService: VirtualService | undefined }
  /** Straight to where the client wanted to go. */
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'blackhole' }
  /** To the application in the pod. */
  | { readonly kind: 'application'; readonly port: number; readonly http: boolean };

/** Whether the chain takes everything that reaches the listener. */
export function takesAll(chain: Chain): boolean {
  return (
    (chain.serverNames.length === 0 || chain.serverNames.includes('*')) &&
    chain.applicationProtocols.length === 0 &&
    chain.transport === undefined &&
    chain.addresses.length === 0
  );
}
