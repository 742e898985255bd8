import type { Item, Origin } from '../krm/item.ts';
import type {
  Auth,
  BackendPolicy,
  CORS,
  EgressEntry,
  Fault,
  GatewayDeclaration,
  HeaderChanges,
  IntentSpec,
  MeshFacts,
  OpenShiftRoute,
  RateLimit,
  Redirect,
  Response,
  Retries,
  Rewrite,
  RouteMatch,
  TLS,
  TLSOrigination,
} from './generated/gateway-intent.ts';

/** An intent as it was written: its schema holds, nothing is filled in. */
export interface Intent {
  readonly item: Item;
  readonly name: string;
  readonly namespace: string;
  /** `namespace/name`, as annotations and messages name it. */
  readonly key: string;
  readonly spec: IntentSpec;
}

export type ProviderName = NonNullable<IntentSpec['provider']>;
export type PlatformName = NonNullable<IntentSpec['platform']>;

/** Facts about the mesh, agreed on by all intents of the package. `undefined`: nobody knows. */
export interface Facts {
  readonly controlPlaneNamespace: string;
  readonly rootNamespace: string;
  readonly revision: string | undefined;
  readonly controlPlane: { readonly name: string; readonly namespace: string } | undefined;
  readonly clusterDomain: string;
  readonly trustDomain: string;
  readonly network: string | undefined;
  readonly clusterCIDRs: readonly string[];
  readonly outboundTrafficPolicy: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;
  readonly dnsCapture: boolean | undefined;
  readonly gatewayScope: 'Mesh' | 'Namespace';
  readonly envoyGateway: { readonly namespace: string; readonly sidecars: boolean };
  /** Istio's version as numbers, `[1, 27]`. */
  readonly version: readonly [number, number] | undefined;
  /** What intents said, without defaults. */
  readonly told: MeshFacts;
}

/** Everything the intents of a package ask for: references resolved, defaults filled in. */
export interface Model {
  readonly intents: readonly Intent[];
  readonly facts: Facts;
  readonly namespaces: readonly NamespaceModel[];
  /** Declared gateways in the order of their intents, then those that are only referred to. */
  readonly gateways: readonly Gateway[];
  readonly exposures: readonly Exposure[];
  /** HTTP routes by gateway and host, in the order in which they are tried. */
  readonly routeGroups: readonly RouteGroup[];
  /** Outside hosts, by name. */
  readonly egress: readonly EgressHost[];
}

/** Hosts of a gateway, or of the mesh, that have the same exposures, and their routes. */
export interface RouteGroup {
  /** `key` of the gateway; absent: inside the mesh. */
  readonly gateway: string | undefined;
  readonly hosts: readonly string[];
  readonly exposures: readonly Exposure[];
  readonly entries: readonly RouteEntry[];
  readonly name: string;
  readonly namespace: string;
  /** Ports of the gateway on which the hosts are served; none for External gateways and inside the mesh. */
  readonly ports: readonly number[];
  /** Hosts of other groups of the gateway that are covered by one of these, with their ports (`undefined`: all): requests for them never come here. */
  readonly narrower: readonly { readonly host: string; readonly ports: readonly number[] | undefined }[];
}

/** One alternative of one route. */
export interface RouteEntry {
  readonly exposure: Exposure;
  readonly route: Route;
  /** Absent: every request. */
  readonly match: Match | undefined;
  /** Ports of the gateway on which it holds; absent: all on which the hosts are served. */
  readonly ports: readonly number[] | undefined;
}

export interface NamespaceModel {
  readonly name: string;
  readonly injection: 'Enabled' | 'Disabled' | undefined;
  readonly origin: Origin;
}

/** The pods that serve a gateway. */
export interface Workload {
  readonly namespace: string;
  /** Labels that select these pods and no others. */
  readonly selector: Readonly<Record<string, string>>;
  /** Name of their Service, in the same namespace. */
  readonly service: string;
  /** Absent where the pods belong to somebody else and nobody said. */
  readonly serviceAccountName: string | undefined;
}

export interface Gateway {
  /** `namespace/name`. */
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly type: 'Ingress' | 'Egress' | 'EastWest';
  readonly management: 'Full' | 'Config' | 'External';
  readonly provider: ProviderName;
  readonly platform: PlatformName;
  /** The declaring intent, or the first one that refers to it. */
  readonly intent: Intent;
  /** Its declaration, or the field that refers to it. */
  readonly origin: Origin;
  readonly declared: boolean;
  /** The declaration as it was written; only a name for gateways that nobody declares. */
  readonly spec: GatewayDeclaration;
  readonly workload: Workload;
  /** What it listens on, in the order of ports; empty for External gateways. */
  readonly servers: readonly Server[];
}

/** Families that never share a port. */
export type Family = 'http' | 'tls' | 'tcp' | 'udp';
export type Protocol = 'HTTP' | 'HTTP2' | 'GRPC' | 'TCP' | 'TLS' | 'MONGO' | 'MYSQL' | 'REDIS' | 'UDP';

/** A host of a server, and the namespaces whose routes may use it (`undefined`: all). */
export interface ServerHost {
  readonly host: string;
  readonly namespaces: readonly string[] | undefined;
}

/** One port with one certificate: what clients connect to. */
export interface Server {
  /** Unique in the gateway. */
  readonly name: string;
  /** The name without what tells several servers of a port apart. */
  readonly kind: string;
  readonly port: number;
  /** What flows after TLS has ended. */
  readonly protocol: Protocol;
  readonly hosts: readonly ServerHost[];
  readonly tls: ServerTLS | undefined;
  /** Every request is answered with a redirect to https. */
  readonly httpsRedirect: boolean;
  readonly origins: readonly Origin[];
}

/** TLS of a server with its defaults; secrets are in the namespace of the gateway's pods. */
export interface ServerTLS extends Omit<TLS, 'mode' | 'httpsRedirect'> {
  readonly mode: 'Terminate' | 'Passthrough' | 'AutoPassthrough' | 'Mesh';
}

/** Where an exposure is served. */
export interface Attachment {
  /** `key` of the gateway. */
  readonly gateway: string;
  /** Absent on External gateways: every listener that has the host. */
  readonly port: number | undefined;
  readonly protocol: Protocol;
  readonly tls: ServerTLS | undefined;
  /** Port 80 is opened for the same hosts and redirects; `asked` when the user wrote so. */
  readonly redirect: 'asked' | 'default' | undefined;
  readonly origin: Origin;
}

export interface Exposure {
  readonly intent: Intent;
  readonly origin: Origin;
  readonly name: string;
  /** Namespace of the intent. */
  readonly namespace: string;
  /** `key` of the gateway that serves it; absent: these are routes inside the mesh, and `hosts` are full service names. */
  readonly gateway: string | undefined;
  readonly hosts: readonly string[];
  /** `http`: routes; `tls`: by SNI; `tcp`: by port. */
  readonly family: 'http' | 'tls' | 'tcp';
  readonly protocol: Protocol;
  /** Where its gateway serves it; none in the mesh. */
  readonly attachments: readonly Attachment[];
  /** Made for another exposure, to lead its hosts from http to https. */
  readonly isRedirect?: boolean;
  /** One at least; the one of `tls` and `tcp` has no matches and forwards. */
  readonly routes: readonly Route[];
  readonly backendPolicy: BackendPolicy | undefined;
  readonly auth: Auth | undefined;
  readonly restrictBackend: Readonly<Record<string, string>> | undefined;
  readonly rateLimit: RateLimit | undefined;
  readonly weightsOwner: 'ArgoRollouts' | 'Flagger' | undefined;
  readonly openshiftRoute: OpenShiftRoute | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export type Action =
  | { readonly kind: 'forward'; readonly backends: readonly Backend[] }
  | { readonly kind: 'redirect'; readonly redirect: Redirect }
  | { readonly kind: 'respond'; readonly respond: Response }
  /** A VirtualService of another package has the routes. */
  | { readonly kind: 'delegate'; readonly name: string; readonly namespace: string };

/** A route with what it inherits from its exposure and its gateway. */
export interface Route {
  readonly origin: Origin;
  readonly name: string | undefined;
  /** Alternatives; none means every request. */
  readonly matches: readonly Match[];
  readonly action: Action;
  readonly rewrite: Rewrite | undefined;
  readonly requestHeaders: HeaderChanges | undefined;
  readonly responseHeaders: HeaderChanges | undefined;
  /** `undefined`: no limit. `0s` was written to lift an inherited one. */
  readonly timeout: string | undefined;
  readonly retries: Retries | undefined;
  readonly fault: Fault | undefined;
  readonly mirror: { readonly backend: Backend; readonly percent: number } | undefined;
  readonly cors: CORS | undefined;
}

/** One alternative of a route; prefixes have no trailing slash, `/` is no condition. */
export interface Match extends RouteMatch {
  readonly origin: Origin;
}

export interface Backend {
  readonly origin: Origin;
  /** The Service, or an outside name or address. */
  readonly kind: 'service' | 'outside';
  readonly name: string;
  readonly namespace: string;
  /** The full name that a proxy knows the backend by. */
  readonly host: string;
  /** Where it really listens. */
  readonly port: number;
  /** The port that proxies know it by; another one for some outside hosts only. */
  readonly servicePort: number;
  /** As written; absent means 1. */
  readonly weight: number | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly subset: string | undefined;
  readonly requestHeaders: HeaderChanges | undefined;
  readonly responseHeaders: HeaderChanges | undefined;
}

/** Who may reach an outside host: a namespace (`*`: all), or some of its service accounts. */
export interface EgressSource {
  readonly namespace: string;
  readonly serviceAccounts: readonly string[] | undefined;
}

/** What one intent asks for one port of one outside host. */
export interface EgressUse {
  readonly intent: Intent;
  /** The entry of `spec.egress`. */
  readonly origin: Origin;
  readonly entry: EgressEntry;
  /** As workloads name it. */
  readonly host: string;
  readonly port: number;
  readonly protocol: EgressProtocol;
  /** `key` of the gateway; absent: straight from the sidecar. */
  readonly gateway: string | undefined;
  readonly from: readonly EgressSource[];
}

export type EgressProtocol = 'HTTP' | 'HTTP2' | 'GRPC' | 'TLS' | 'TCP' | 'MONGO' | 'MYSQL' | 'REDIS';

/** An outside host, once for all intents that use it. */
export interface EgressHost {
  readonly host: string;
  /** The name that proxies know it by; another one only for addresses. */
  readonly serviceHost: string;
  /** Where its ServiceEntry and routes live. */
  readonly namespace: string;
  /** Namespaces that may see it, sorted; `['*']`: all. */
  readonly visibleTo: readonly string[];
  readonly ports: readonly EgressPort[];
}

/** One port of an outside host; all its uses agree but for who may do what. */
export interface EgressPort {
  readonly port: number;
  readonly protocol: EgressProtocol;
  readonly family: 'http' | 'tls' | 'tcp';
  readonly gateway: string | undefined;
  /** TLS that begins at the gateway or the sidecar; `port` is the outside host's. */
  readonly origination: (TLSOrigination & { readonly port: number }) | undefined;
  readonly uses: readonly EgressUse[];
}
