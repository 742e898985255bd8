import type { Field } from '../field.ts';
import type { Workload } from '../inventory/workloads.ts';
import type { Chain, Listener } from '../listeners/listener.ts';
import type { Endpoint } from '../registry/endpoint.ts';
import type { UpstreamTls } from '../registry/upstream-tls.ts';
import type { Route, RouteDestination, VirtualHost } from '../routes/route.ts';
import type { Dependence, Verdict } from '../truth.ts';
import type { Request, Source } from './request.ts';

/** The way of a request, from its source to every place where it may end. */
export interface Trace {
  readonly source: Source;
  readonly request: Request;
  readonly start: Hop;
  /** Where it ends, with the share of requests that end there; shares add up to 1. */
  readonly ends: readonly TraceEnd[];
  /** Everything on the way that cannot be told from the files alone. */
  readonly dependsOn: readonly Dependence[];
}

export interface TraceEnd {
  readonly share: number;
  readonly end: End;
  /** The proxies on the way, the last one last. */
  readonly hops: readonly Hop[];
}

/** What one proxy does with the request. */
export interface Hop {
  /** `router`: OpenShift's, in front of the cluster. `network`: the address of a Service. `pod`: the client or server itself, or a place outside, where no proxy stands in front of it. */
  readonly at: 'router' | 'gateway' | 'outbound' | 'inbound' | 'network' | 'pod';
  readonly workload: Workload | undefined;
  /** The request as it arrives here. */
  readonly request: Request;
  readonly decisions: readonly Decision[];
  readonly listener: Listener | undefined;
  readonly chain: Chain | undefined;
  readonly virtualHost: VirtualHost | undefined;
  readonly route: Route | undefined;
  /** Where it goes on; empty where it ends here. */
  readonly branches: readonly Branch[];
  readonly end: End | undefined;
}

/** One of the places to which a proxy sends the request. */
export interface Branch {
  /** Of the requests that arrive at this proxy. */
  readonly share: number;
  readonly destination: RouteDestination | undefined;
  readonly endpoint: Endpoint | undefined;
  readonly tls: UpstreamTls | undefined;
  readonly next: Hop;
}

/** One thing that was decided, and why. */
export interface Decision {
  readonly what: 'entry' | 'listener' | 'chain' | 'tls' | 'policy' | 'virtual-host' | 'route' | 'limits' | 'destination' | 'endpoint';
  readonly verdict: Verdict;
  readonly because: string;
  /** Where it is written. */
  readonly field: Field | undefined;
  readonly rejected: readonly Rejected[];
  readonly dependsOn: readonly Dependence[];
}

/** Something that was considered and did not fit. */
export interface Rejected {
  readonly field: Field;
  readonly because: string;
}

export type End =
  | {
      readonly kind: 'answered';
      readonly by: Answerer;
      /** What arrives there. */
      readonly request: Request;
    }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string; readonly field: Field | undefined }
  /** The proxy answers itself, because a route says so. */
  | { readonly kind: 'responded'; readonly status: number; readonly body: string; readonly field: Field | undefined }
  /** A policy forbids it; a connection is closed without a status. */
  | { readonly kind: 'denied'; readonly status: number | undefined; readonly because: string; readonly field: Field | undefined }
  | {
      readonly kind: 'unreachable';
      readonly reason: Unreachable;
      readonly status: number | undefined;
      readonly because: string;
      readonly field: Field | undefined;
    }
  | { readonly kind: 'unknown'; readonly because: string };

/** Who answers: pods, an address, or a name outside. */
export interface Answerer {
  readonly host: string;
  readonly port: number;
  readonly subset: string;
  readonly workload: Workload | undefined;
  readonly endpoint: Endpoint | undefined;
}

/** Why a request reaches nobody. */
export type Unreachable =
  /** No proxy, or no Service port, to come in by. */
  | 'no-entry'
  /** Nothing listens on the port. */
  | 'no-listener'
  /** Envoy refuses the listener. */
  | 'refused-listener'
  /** Nothing takes this server name or protocol. */
  | 'no-chain'
  /** Plain text where TLS is expected, or TLS where it is not. */
  | 'tls-mismatch'
  /** A client certificate is demanded, or the mesh's own. */
  | 'certificate'
  /** Not HTTP where HTTP is expected. */
  | 'protocol'
  | 'no-virtual-host'
  | 'no-route'
  /** The route leads nowhere: the proxy has no such cluster. */
  | 'no-cluster'
  /** The cluster has no endpoints. */
  | 'no-endpoint'
  /** The mesh lets nothing out that it does not know. */
  | 'blocked'
  /** The request goes round in circles. */
  | 'loop';
