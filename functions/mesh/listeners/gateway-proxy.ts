import type { KubeService } from '../inventory/services.ts';
import type { Workload } from '../inventory/workloads.ts';
import type { Scope } from '../registry/scope.ts';
import type { Truth } from '../truth.ts';
import type { Gateway } from './gateway.ts';
import type { Listener } from './listener.ts';
import type { Merged } from './merge-servers.ts';
import type { ServiceTarget } from './target-ports.ts';

/** A gateway workload, and everything that its proxies do. */
export interface GatewayProxy {
  readonly workload: Workload;
  /** Services of its namespace that select its pods. */
  readonly services: readonly KubeService[];
  readonly targets: readonly ServiceTarget[];
  /** The Gateways that it serves, oldest first. */
  readonly gateways: readonly SelectedGateway[];
  /** Gateways that select it and do not count, with the reason. */
  readonly ignored: readonly { readonly gateway: Gateway; readonly because: string }[];
  readonly merged: Merged;
  readonly listeners: readonly Listener[];
  readonly scope: Scope;
}

/** A Gateway that asks a workload to listen. */
export interface SelectedGateway {
  readonly gateway: Gateway;
  /** Rests on a setting where the workload is in another namespace. */
  readonly truth: Truth;
}
