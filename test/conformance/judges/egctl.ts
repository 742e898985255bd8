import { join } from 'node:path';
import { certificateFor, type Pem } from '../local/certificates.ts';
import { execute } from './execute.ts';
import { withFiles } from './temporary.ts';
import { tool } from './tool.ts';

type Json = Readonly<Record<string, unknown>>;

/** What Envoy Gateway makes of a set of manifests. */
export interface Translation {
  /** The objects with the statuses and reasons that the controller would write, by plural kind (`httpRoutes` …). */
  readonly objects: Json;
  /** Per gateway (`namespace/name`): the configuration of its proxies. */
  readonly gateways: Readonly<Record<string, ProxyConfiguration>>;
}

export interface ProxyConfiguration {
  readonly listeners: readonly Json[];
  readonly routes: readonly Json[];
  readonly clusters: readonly Json[];
  readonly endpoints: readonly Json[];
}

/** `egctl x translate`: offline, with Envoy Gateway's own translator. The manifests must hold a GatewayClass and the Services. */
export function translate(manifests: string): Promise<Translation> {
  return withFiles({ 'manifests.yaml': manifests }, async (folder) => {
    const args = ['x', 'translate', '--from', 'gateway-api', '--to', 'xds,gateway-api', '-o', 'json', '-f', join(folder, 'manifests.yaml')];
    const { status, stdout, stderr } = await execute(tool('egctl'), args);
    if (status !== 0) throw new Error(`egctl: ${stderr.trim()}`);
    const { xds = {}, ...objects } = JSON.parse(stdout) as { xds?: Record<string, { configs: readonly Json[] }> } & Json;
    return { objects, gateways: Object.fromEntries(Object.entries(xds).map(([name, { configs }]) => [name, readDump(configs)])) };
  });
}

function readDump(configs: readonly Json[]): ProxyConfiguration {
  const entries = (type: string, list: string, field: string): readonly Json[] => {
    const dump = configs.find((config) => String(config['@type']).endsWith(type));
    return ((dump?.[list] ?? []) as readonly Json[]).flatMap((entry) => {
      const { '@type': _, ...value } = ((entry.activeState as Json | undefined) ?? entry)[field] as Json;
      return [value];
    });
  };
  return {
    listeners: entries('ListenersConfigDump', 'dynamicListeners', 'listener'),
    clusters: entries('ClustersConfigDump', 'dynamicActiveClusters', 'cluster'),
    routes: entries('RoutesConfigDump', 'dynamicRouteConfigs', 'routeConfig'),
    endpoints: entries('EndpointsConfigDump', 'dynamicEndpointConfigs', 'endpointConfig'),
  };
}

/** Where the parts of a translated gateway are on this machine: ports of the loopback interface. */
export interface Placement {
  /** For a listener; one without a port is left out. */
  readonly listener: (listener: Json) => number | undefined;
  /** For the server at an address of the cluster. */
  readonly backend: (address: string, port: number) => number;
  /** PEM texts of a certificate or a CA that the proxy would fetch by name. */
  readonly secret: (name: string) => Pem;
}

/** A static configuration for a real Envoy: listeners and endpoints are moved to the loopback interface, what was delivered by name is put in place. */
export function staticBootstrap(proxy: ProxyConfiguration, placement: Placement): Readonly<Record<string, unknown>> {
  const routes = new Map(proxy.routes.map((route) => [route.name, route]));
  const endpoints = new Map(proxy.endpoints.map((assignment) => [assignment.clusterName, assignment]));
  const listeners = proxy.listeners.flatMap((listener) => {
    const port = placement.listener(listener);
    return port === undefined ? [] : [{ ...(withRoutes(listener, routes) as Json), address: loopback(port) }];
  });
  const clusters = proxy.clusters.map(({ edsClusterConfig, clusterType: _, ...cluster }) => {
    const assignment = edsClusterConfig ? endpoints.get((edsClusterConfig as Json).serviceName ?? cluster.name) : cluster.loadAssignment;
    return { ...cluster, type: 'STATIC', loadAssignment: moved(assignment ?? { clusterName: cluster.name }, placement) };
  });
  const secrets = new Map<string, Json>();
  const local = inPlace({ listeners, clusters }, placement, secrets) as Json;
  return { staticResources: { ...local, secrets: [...secrets.values()] } };
}

/** Secrets that would be delivered by name become part of the configuration; they are collected in `secrets`. */
function inPlace(value: unknown, placement: Placement, secrets: Map<string, Json>, field = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => inPlace(one, placement, secrets, field));
  if (value === null || typeof value !== 'object') return value;
  const { sdsConfig, ...rest } = value as { sdsConfig?: unknown; name?: string };
  if (field === 'trustedCa' && 'filename' in rest) return { inlineString: certificateFor([]).ca }; // what the system trusts
  if (sdsConfig && rest.name) {
    const { certificate, key, ca } = placement.secret(rest.name);
    const pair = { certificateChain: { inlineString: certificate }, privateKey: { inlineString: key } };
    const content = field.startsWith('validationContext')
      ? { validationContext: { trustedCa: { inlineString: ca } } }
      : { tlsCertificate: pair };
    secrets.set(rest.name, { name: rest.name, ...content });
    return rest;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inPlace(one, placement, secrets, key)]));
}

function withRoutes(value: unknown, routes: ReadonlyMap<unknown, Json>): unknown {
  if (Array.isArray(value)) return value.map((one) => withRoutes(one, routes));
  if (value === null || typeof value !== 'object') return value;
  const { rds, ...rest } = value as { rds?: { routeConfigName: string } } & Json;
  const copied = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, withRoutes(one, routes)]));
  return rds ? { ...copied, routeConfig: { ...routes.get(rds.routeConfigName), validateClusters: false } } : copied; // as when it is delivered
}

/** Every address that the proxy calls. */
export function addressesOf({ clusters, endpoints }: ProxyConfiguration): readonly { readonly address: string; readonly port: number }[] {
  const found = new Map<string, { readonly address: string; readonly port: number }>();
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { socketAddress } = value as { socketAddress?: { address: string; portValue: number } };
    if (socketAddress) found.set(JSON.stringify(socketAddress), { address: socketAddress.address, port: socketAddress.portValue });
    for (const one of Object.values(value)) walk(one);
  };
  walk([clusters.map(({ loadAssignment }) => loadAssignment), endpoints]);
  return [...found.values()];
}

/** Every address in it is moved. */
function moved(value: unknown, placement: Placement): unknown {
  if (Array.isArray(value)) return value.map((one) => moved(one, placement));
  if (value === null || typeof value !== 'object') return value;
  const { socketAddress } = value as { socketAddress?: { address: string; portValue: number } };
  if (socketAddress) return loopback(placement.backend(socketAddress.address, socketAddress.portValue));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moved(one, placement)]));
}

function loopback(port: number): Json {
  return { socketAddress: { address: '127.0.0.1', portValue: port } };
}
