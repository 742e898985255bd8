import type { HostName } from '../../hosts/host-name.ts';
import type { Field } from '../field.ts';
import type { Loose } from '../loose.ts';
import type { Cluster } from '../registry/cluster.ts';
import type { Destination, DirectResponse, HeaderOperations, HttpMatch, HttpRule, Redirect, Rewrite } from './http-rule.ts';
import type { StringMatch } from './string-match.ts';
import type { VirtualService } from './virtual-services.ts';

/** One route of a virtual host, as a proxy gets it: the first that matches a request takes it. */
export interface Route {
  readonly match: RouteMatch;
  readonly action: RouteAction;
  /** Takes every request; istiod moves it behind those of other VirtualServices that do not. */
  readonly catchAll: boolean;
  /** Absent for the default route to a service that no VirtualService mentions. */
  readonly rule: HttpRule | undefined;
  readonly httpMatch: HttpMatch | undefined;
  readonly virtualService: VirtualService | undefined;
  /** The match, or the rule where it has none, or the service; absent where a default of Istio holds. */
  readonly field: Field | undefined;
}

export interface RouteMatch {
  readonly path: PathMatch;
  readonly headers: readonly HeaderCheck[];
  readonly query: readonly { readonly name: string; readonly match: StringMatch }[];
  /** JWT claims (`@request.auth.claims…`); known only where the request tells its claims. */
  readonly claims: readonly { readonly path: readonly string[]; readonly match: StringMatch; readonly invert: boolean }[];
}

/** `segments` is a prefix that ends at a slash or at the end of the path. */
export interface PathMatch {
  readonly kind: 'prefix' | 'exact' | 'regex' | 'segments';
  readonly value: string;
  readonly ignoreCase: boolean;
}

export interface HeaderCheck {
  /** Lower case; `:method`, `:authority` and `:scheme` are headers, too. */
  readonly name: string;
  readonly match: StringMatch;
  /** `withoutHeaders`: a missing header counts as an empty one, except for `present`. */
  readonly invert: boolean;
}

export type RouteAction =
  | ForwardAction
  | {
      readonly kind: 'redirect';
      readonly redirect: Redirect;
      /** Port in the new location; `undefined` leaves it out. */
      readonly port: number | undefined;
    }
  | { readonly kind: 'respond'; readonly response: DirectResponse }
  /** To where the client wanted to go, without the mesh's help. */
  | { readonly kind: 'passthrough' }
  /** The mesh does not know the destination, and lets nothing unknown out. */
  | { readonly kind: 'blocked'; readonly status: number }
  /** Istio accepts it and gives the proxy nothing that it could do. */
  | { readonly kind: 'nothing'; readonly because: string };

export interface ForwardAction {
  readonly kind: 'forward';
  readonly destinations: readonly RouteDestination[];
  readonly rewrite: Rewrite | undefined;
  /** The whole of the matched segments is taken away (Gateway API). */
  readonly removePrefix: string | undefined;
  readonly hostRewrite: string | undefined;
  readonly headers: readonly HeaderOperations[];
  /** `0s` is none. */
  readonly timeout: string;
  readonly retries: Loose | undefined;
  readonly fault: Loose | undefined;
  readonly mirrors: readonly { readonly destination: RouteDestination; readonly percent: number }[];
  readonly cors: Loose | undefined;
  /** What the proxy answers when it has no such cluster. */
  readonly statusWithoutCluster: number;
}

/** Where a route sends requests, and with which share. */
export interface RouteDestination {
  readonly host: HostName;
  readonly port: number;
  readonly subset: string;
  readonly weight: number;
  readonly headers: HeaderOperations | undefined;
  readonly hostRewrite: string | undefined;
  /** What the proxy makes of it. */
  readonly cluster: Cluster;
  readonly destination: Destination | undefined;
  readonly field: Field;
}

/** The virtual hosts of one listener or filter chain. */
export interface RouteTable {
  /** Envoy's name of the route configuration. */
  readonly name: string;
  readonly virtualHosts: readonly VirtualHost[];
  /** A part of the table that answers as all of it does when it is asked for a host (lower case, without a port); all of it where that is absent. */
  readonly partFor?: ((host: HostName) => RouteTable) | undefined;
}

export interface VirtualHost {
  readonly name: string;
  /** Lower case; `*` takes what no other virtual host takes. */
  readonly domains: readonly HostName[];
  readonly routes: readonly Route[];
  /** Plain HTTP is answered with a redirect to https before any route is looked at, because of these fields. */
  readonly redirectToHttps: readonly Field[];
  /** The hosts of VirtualServices, servers or services that it was made of. */
  readonly fields: readonly Field[];
  /** VirtualServices whose routes for this host are lost in the mesh, because an older one has it. */
  readonly lost: readonly VirtualService[];
}
