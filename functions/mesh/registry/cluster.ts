import { type HostName, isWildcard } from '../../hosts/host-name.ts';
import { serviceOfHost } from '../hosts/qualify.ts';
import { selects } from '../inventory/labels.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import type { Protocol } from '../inventory/protocol.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import type { PeerAuthentications } from '../policies/peer-authentication.ts';
import { no, outside, type Truth, yes } from '../truth.ts';
import type { MergedDestinationRule } from './destination-rule-lookup.ts';
import type { Subset } from './destination-rules.ts';
import type { Endpoint } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import type { Registry } from './registry.ts';
import type { Scope } from './scope.ts';
import { portOf, type Service, type ServicePort } from './service.ts';
import { policyForPort, subsetPolicy, type TrafficPolicy } from './traffic-policy.ts';

/** What a route's destination means to one proxy. */
export interface Cluster {
  /** Envoy's name of it: `outbound|<port>|<subset>|<host>`; `UnknownService` for none. */
  readonly name: string;
  readonly host: HostName;
  readonly port: number;
  readonly subsetName: string;
  /** Whether the proxy has such a cluster; without one it answers 503 (Gateway API routes: 500). */
  readonly exists: Truth;
  /** Why, where it does not surely exist. */
  readonly because: string;
  /** How the proxy finds the endpoints: they are told to it, or names that it resolves, or where the client wanted to go, or the name that the client calls. */
  readonly discovery: 'endpoints' | 'names' | 'original-destination' | 'called-name';
  readonly service: Service | undefined;
  readonly servicePort: ServicePort | undefined;
  readonly subset: Subset | undefined;
  readonly rule: MergedDestinationRule | undefined;
  /** The traffic policy in force: port level, subset and rule merged. */
  readonly policy: TrafficPolicy | undefined;
  readonly endpoints: readonly Endpoint[];
}

/** What clusters are made of. */
export interface ClusterParts {
  readonly registry: Registry;
  readonly endpoints: Endpoints;
  readonly namespaces: Namespaces;
  readonly settings: MeshSettings;
  readonly peerAuthentications: PeerAuthentications;
}

export function cluster(parts: ClusterParts, scope: Scope, host: HostName, port: number, subsetName: string): Cluster {
  const service = scope.service(host);
  const servicePort = service && portOf(service, port);
  const rule = service && scope.destinationRule(service);
  const subset = subsetName === '' ? undefined : rule?.subsets.find((entry) => entry.name === subsetName);
  const policy = subsetName === '' ? policyForPort(rule?.policy, port).policy : subsetPolicy(rule?.policy, subset?.policy, port);
  const found = service && servicePort ? endpointsOf(parts.endpoints, service, servicePort, subset) : [];
  const { exists, because } = existence({ parts, scope, host, port, subsetName, service, servicePort, rule, subset, endpoints: found });
  return {
    name: host === '' ? 'UnknownService' : `outbound|${port}|${subsetName}|${host}`,
    host,
    port,
    subsetName,
    exists,
    because,
    discovery: discoveryOf(service, scope),
    service,
    servicePort,
    subset,
    rule,
    policy,
    endpoints: found,
  };
}

/** Gateways cannot follow the client's choice: they never see it (`convertResolution`). */
function discoveryOf(service: Service | undefined, scope: Scope): Cluster['discovery'] {
  if (service?.resolution === 'DNS' || service?.resolution === 'DNS_ROUND_ROBIN') return 'names';
  if (service?.resolution === 'DYNAMIC_DNS' && isWildcard(service.host)) return 'called-name';
  return service?.resolution === 'NONE' && scope.proxy === 'sidecar' ? 'original-destination' : 'endpoints';
}

function endpointsOf(endpoints: Endpoints, service: Service, port: ServicePort, subset: Subset | undefined): readonly Endpoint[] {
  const all = endpoints.of(service, port);
  return subset ? all.filter((endpoint) => selects(subset.labels, endpoint.labels)) : all;
}

interface Question {
  readonly parts: ClusterParts;
  readonly scope: Scope;
  readonly host: HostName;
  readonly port: number;
  readonly subsetName: string;
  readonly service: Service | undefined;
  readonly servicePort: ServicePort | undefined;
  readonly rule: MergedDestinationRule | undefined;
  readonly subset: Subset | undefined;
  readonly endpoints: readonly Endpoint[];
}

function existence(question: Question): { exists: Truth; because: string } {
  const { service, servicePort, subset, subsetName, host, port } = question;
  if (!service) return missingService(question);
  if (service.resolution === 'alias')
    return { exists: no, because: `Service "${host}" is an ExternalName: it has no endpoints of its own` };
  if (!servicePort) return { exists: no, because: `"${host}" has no port ${port}` };
  if (servicePort.protocol === 'UDP') return { exists: no, because: `port ${port} of "${host}" is UDP` };
  if (subsetName !== '' && !subset) return missingSubset(question);
  if (discoveryOf(service, question.scope) === 'called-name' && !dynamicProtocols.has(servicePort.protocol))
    return {
      exists: no,
      because: `port ${port} of "${host}" is ${servicePort.protocol}, which cannot be sent on by the name that is called`,
    };
  const byName = discoveryOf(service, question.scope) === 'names';
  if (byName && question.endpoints.length === 0) return { exists: no, because: `"${host}" is resolved by DNS and has no endpoints` };
  return { exists: yes, because: '' };
}

const dynamicProtocols = new Set<Protocol>(['HTTP', 'TLS', 'GRPC', 'HTTP2']);

function missingService({ parts, scope, host }: Question): { exists: Truth; because: string } {
  if (host === '')
    return {
      exists: no,
      because: 'the backend may not be used: no ReferenceGrant allows it, or it is of a kind that the proxies do not know',
    };
  const [hidden] = parts.registry.withHost(host);
  if (hidden) return { exists: no, because: `"${host}" is not exported to namespace "${scope.namespace}"` };
  const kube = serviceOfHost(host, parts.settings.clusterDomain.value);
  const closed = kube ? parts.namespaces.isClosed(kube.namespace) : parts.settings.complete;
  const because = kube ? `there is no Service "${kube.namespace}/${kube.name}"` : `no ServiceEntry declares "${host}"`;
  return closed ? { exists: no, because } : { exists: outside(because), because };
}

function missingSubset({ parts, host, subsetName, rule, service }: Question): { exists: Truth; because: string } {
  const because = rule
    ? `the DestinationRule of "${host}" has no subset "${subsetName}"`
    : `no DestinationRule for "${host}" with subset "${subsetName}" is visible`;
  const closed = parts.settings.complete || (service !== undefined && parts.namespaces.isClosed(service.namespace));
  return closed ? { exists: no, because } : { exists: outside(because), because };
}
