import type { KubeObject } from '../../functions/krm/kube-object.ts';

export interface Port {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
  readonly targetPort?: number;
}

export interface Entry {
  readonly namespace: string;
  readonly host: string;
  readonly addresses: readonly string[];
  readonly exportTo: readonly string[];
  readonly ports: readonly Port[];
  readonly resolution: string;
  readonly endpoints: readonly object[];
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port: { readonly number: number };
}

/** One alternative of one route: where it holds, and where it leads. */
export interface Leg {
  readonly rule: 'http' | 'tls' | 'tcp';
  readonly gateways: readonly string[] | undefined;
  readonly port: number | undefined;
  readonly sniHosts: readonly string[];
  readonly destination: Destination;
}

export interface Routes {
  readonly namespace: string;
  readonly host: string;
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly legs: readonly Leg[];
}

export interface ClientTLS {
  readonly mode: string;
  readonly sni?: string;
  readonly subjectAltNames?: readonly string[];
  readonly credentialName?: string;
}

interface PortPolicy {
  readonly port: { readonly number: number };
  readonly tls?: ClientTLS;
}

export interface Policy {
  readonly namespace: string;
  readonly host: string;
  readonly exportTo: readonly string[];
  readonly ports: readonly PortPolicy[];
  readonly subsets: readonly { readonly name: string; readonly ports: readonly PortPolicy[] }[];
}

export interface Server {
  readonly port: Port;
  readonly hosts: readonly string[];
  readonly tls?: { readonly mode: string };
}

/** What was made, in the words of the traps. */
export interface Made {
  readonly objects: readonly KubeObject[];
  readonly entries: readonly Entry[];
  readonly routes: readonly Routes[];
  readonly policies: readonly Policy[];
  /** Servers by `namespace/name` of their Gateway. */
  readonly servers: ReadonlyMap<string, readonly Server[]>;
  /** Services of egress gateways by full name. */
  readonly services: ReadonlyMap<string, KubeObject>;
}

// biome-ignore lint/suspicious/noExplicitAny: objects of many kinds, as they were written
type Loose = Readonly<Record<string, any>>;

const visible = ({ metadata, spec }: KubeObject): string[] =>
  ((spec as Loose).exportTo ?? ['*']).map((name: string) => (name === '.' ? metadata.namespace : name));

export function readMade(objects: readonly KubeObject[]): Made {
  const kind = (name: string): readonly KubeObject[] => objects.filter((object) => object.kind === name);
  return {
    objects,
    entries: kind('ServiceEntry').flatMap((object) => {
      const { hosts, addresses = [], ports, resolution, endpoints = [] } = object.spec as Loose;
      const rest = { namespace: object.metadata.namespace as string, addresses, exportTo: visible(object), ports, resolution, endpoints };
      return hosts.map((host: string): Entry => ({ host, ...rest }));
    }),
    routes: kind('VirtualService').flatMap((object) => {
      const { hosts, gateways = ['mesh'] } = object.spec as Loose;
      const rest = { namespace: object.metadata.namespace as string, gateways, exportTo: visible(object), legs: legsOf(object) };
      return hosts.map((host: string): Routes => ({ host, ...rest }));
    }),
    policies: kind('DestinationRule').map((object) => {
      const { host, trafficPolicy, subsets = [] } = object.spec as Loose;
      return {
        namespace: object.metadata.namespace as string,
        host,
        exportTo: visible(object),
        ports: trafficPolicy?.portLevelSettings ?? [],
        subsets: subsets.map((subset: Loose) => ({ name: subset.name, ports: subset.trafficPolicy?.portLevelSettings ?? [] })),
      };
    }),
    servers: new Map(
      kind('Gateway').map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, (object.spec as Loose).servers]),
    ),
    services: new Map(kind('Service').map((object) => [`${object.metadata.name}.${object.metadata.namespace}.svc.cluster.local`, object])),
  };
}

function legsOf({ spec }: KubeObject): Leg[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((rule) =>
    ((spec as Loose)[rule] ?? []).flatMap(({ match = [{}], route = [] }: Loose) =>
      match.flatMap(({ gateways, port, sniHosts = [] }: Loose) =>
        route.map(({ destination }: Loose): Leg => ({ rule, gateways, port, sniHosts, destination: destination as Destination })),
      ),
    ),
  );
}

/** Whether some namespace sees both. */
export const seenTogether = (a: readonly string[], b: readonly string[]): boolean =>
  a.includes('*') || b.includes('*') || a.some((namespace) => b.includes(namespace));

export const sees = (namespace: string, exportTo: readonly string[]): boolean => exportTo.includes('*') || exportTo.includes(namespace);

export const isHTTP = (protocol: string): boolean => ['HTTP', 'HTTP2', 'GRPC'].includes(protocol);
export const isTLS = (protocol: string): boolean => ['TLS', 'HTTPS'].includes(protocol);
export const isWildcard = (host: string): boolean => host.startsWith('*');
