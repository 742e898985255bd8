import { join } from 'node:path';
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

/** Where the parts of a translated gateway are on this machine. */
export interface Placement {
  /** The port on the loopback interface for a listener; listeners without one are left out. */
  readonly listener: (listener: Json) => number | undefined;
  /** The port on the loopback interface of the server behind a cluster. */
  readonly backend: (cluster: string) => number;
}

/** A static configuration for a real Envoy: listeners and endpoints are moved to the loopback interface, what was delivered by name is put in place. */
export function staticBootstrap(proxy: ProxyConfiguration, placement: Placement): Readonly<Record<string, unknown>> {
  const named = new Map(proxy.routes.map((route) => [route.name, route]));
  const listeners = proxy.listeners.flatMap((listener) => {
    const port = placement.listener(listener);
    return port === undefined ? [] : [{ ...(withRoutes(listener, named) as Json), address: loopback(port) }];
  });
  return {
    staticResources: {
      listeners,
      clusters: proxy.clusters.map((cluster) => withEndpoint(cluster, placement.backend(String(cluster.name)))),
    },
  };
}

function withRoutes(value: unknown, routes: ReadonlyMap<unknown, Json>): unknown {
  if (Array.isArray(value)) return value.map((one) => withRoutes(one, routes));
  if (value === null || typeof value !== 'object') return value;
  const { rds, ...rest } = value as { rds?: { routeConfigName: string } } & Json;
  const copied = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, withRoutes(one, routes)]));
  return rds ? { ...copied, routeConfig: routes.get(rds.routeConfigName) } : copied;
}

function withEndpoint(cluster: Json, port: number): Json {
  const { edsClusterConfig: _, loadAssignment: __, ...rest } = cluster;
  const endpoints = [{ lbEndpoints: [{ endpoint: { address: loopback(port) } }] }];
  return { ...rest, type: 'STATIC', loadAssignment: { clusterName: cluster.name, endpoints } };
}

function loopback(port: number): Json {
  return { socketAddress: { address: '127.0.0.1', portValue: port } };
}
