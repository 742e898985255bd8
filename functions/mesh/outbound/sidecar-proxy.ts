import type { Workload } from '../inventory/workloads.ts';
import type { Listener } from '../listeners/listener.ts';
import type { Scope } from '../registry/scope.ts';
import type { VirtualHost } from '../routes/route.ts';
import type { EgressScope } from './egress-scope.ts';
import type { SelectedSidecar } from './sidecar-index.ts';
import type { OutboundPolicy } from './unknown-destinations.ts';

/** A workload with sidecars, and everything that they do. */
export interface SidecarProxy {
  readonly workload: Workload;
  /** The Sidecar resource that holds for it. */
  readonly selected: SelectedSidecar;
  readonly outbound: Outbound;
  /** What callers meet on a container port. */
  inbound(port: number): Listener;
}

/** What sidecars do with calls of their application. Workloads of one namespace share it, unless labels make a difference. */
export interface Outbound {
  readonly namespace: string;
  readonly scope: Scope;
  /** What the Sidecar resource imports, listener by listener; one that imports everything where there is none. */
  readonly egress: readonly EgressScope[];
  readonly policy: OutboundPolicy;
  readonly dnsCapture: boolean;
  /** The listeners for calls to a port, whatever the address; the last one takes what no service takes. */
  listeners(port: number): readonly Listener[];
  /** The virtual hosts for HTTP calls to a port. */
  virtualHosts(port: number): readonly VirtualHost[];
}
