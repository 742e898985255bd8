import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import { asList, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import type { Dependence } from '../truth.ts';
import type { Inventory } from './inventory.ts';
import { meshConfigs } from './mesh-configs.ts';

/** Facts about the mesh that is joined. All are optional: what is absent is read from the package, else Istio's default. */
export interface MeshOptions {
  /** The files are the whole cluster: what is not in them does not exist. */
  readonly complete?: boolean | undefined;
  /** Where objects without a namespace end up. Default: `default`. */
  readonly defaultNamespace?: string | undefined;
  readonly controlPlaneNamespace?: string | undefined;
  readonly rootNamespace?: string | undefined;
  readonly clusterDomain?: string | undefined;
  readonly trustDomain?: string | undefined;
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY' | undefined;
  readonly dnsCapture?: 'Enabled' | 'Disabled' | undefined;
  /** `Namespace` where istiod runs with PILOT_SCOPE_GATEWAY_TO_NAMESPACE. */
  readonly gatewayScope?: 'Mesh' | 'Namespace' | undefined;
  /** Minor version of Istio, such as `1.27`. */
  readonly version?: string | undefined;
  readonly revision?: string | undefined;
  readonly network?: string | undefined;
  /** Where Envoy Gateway runs its proxies, and whether they have sidecars. */
  readonly envoyGateway?: { readonly namespace?: string | undefined; readonly sidecars?: 'Enabled' | 'Disabled' | undefined } | undefined;
  /** Ranges of the cluster's own addresses. */
  readonly clusterCIDRs?: readonly string[] | undefined;
  /** The mesh's own configuration, as in `spec.meshConfig`; wins over what the package holds. */
  readonly meshConfig?: Loose | undefined;
}

/** One setting: its value, and whether that is told or assumed. */
export interface Setting<Value> {
  readonly value: Value;
  readonly known: boolean;
  /** Where the package tells it. */
  readonly field?: Field | undefined;
}

/** What the model knows and assumes about the mesh. */
export interface MeshSettings {
  readonly complete: boolean;
  readonly controlPlaneNamespace: Setting<string>;
  readonly rootNamespace: Setting<string>;
  readonly clusterDomain: Setting<string>;
  readonly trustDomain: Setting<string>;
  readonly outboundTrafficPolicy: Setting<'ALLOW_ANY' | 'REGISTRY_ONLY'>;
  readonly dnsCapture: Setting<boolean>;
  readonly gatewayScope: Setting<'Mesh' | 'Namespace'>;
  readonly autoMtls: Setting<boolean>;
  /** Default `exportTo` of Services and ServiceEntries, VirtualServices, DestinationRules. */
  readonly defaultExportTo: {
    readonly service: readonly string[];
    readonly virtualService: readonly string[];
    readonly destinationRule: readonly string[];
  };
  readonly pathNormalization: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  /** `defaultHttpRetryPolicy`, as written. */
  readonly defaultRetries: Loose | undefined;
  readonly trustDomainAliases: readonly string[];
  /** How many proxies in front of gateways are trusted; `undefined` where nothing is told. */
  readonly trustedProxies: number | undefined;
  readonly version: string | undefined;
  readonly revision: string | undefined;
  readonly network: string | undefined;
  readonly clusterCIDRs: readonly string[];
  readonly envoyGateway: { readonly namespace: string; readonly sidecars: boolean };
  /** Names of the extension providers that AuthorizationPolicies may name; `undefined` where no mesh configuration is known. */
  readonly extensionProviders: readonly Loose[] | undefined;
  /** The mesh configuration in force, merged from options and package. */
  readonly meshConfig: Loose;
  /** The object that tells the mesh configuration. */
  readonly meshConfigItem: Item | undefined;
}

export function meshSettings(objects: Inventory, options: MeshOptions): MeshSettings {
  const found = meshConfigs(objects, options.controlPlaneNamespace ?? 'istio-system', options.revision);
  const config: Loose = { ...found.meshConfig?.value, ...options.meshConfig };
  const read = <Value>(
    given: Value | undefined,
    path: readonly string[],
    fallback: Value,
    convert: (value: unknown) => Value | undefined,
  ) => setting(given, options.meshConfig, found.meshConfig, path, fallback, convert);
  const controlPlaneNamespace = told(options.controlPlaneNamespace ?? found.controlPlaneNamespace?.value, 'istio-system');
  const proxyMetadata = asRecord(asRecord(config.defaultConfig).proxyMetadata);
  const dns = asText(proxyMetadata.ISTIO_META_DNS_CAPTURE);
  const scope = found.istiodEnvironment.get('PILOT_SCOPE_GATEWAY_TO_NAMESPACE');
  return {
    complete: options.complete ?? false,
    controlPlaneNamespace,
    rootNamespace: read(options.rootNamespace, ['rootNamespace'], controlPlaneNamespace.value, someText),
    clusterDomain: told(options.clusterDomain, 'cluster.local'),
    trustDomain: read(options.trustDomain, ['trustDomain'], 'cluster.local', someText),
    outboundTrafficPolicy: read(options.outboundTrafficPolicy, ['outboundTrafficPolicy', 'mode'], 'ALLOW_ANY', outboundMode),
    dnsCapture: told(options.dnsCapture ? options.dnsCapture === 'Enabled' : dns === '' ? undefined : dns === 'true', false),
    gatewayScope: told(options.gatewayScope ?? (scope === undefined ? undefined : scope === 'true' ? 'Namespace' : 'Mesh'), 'Mesh'),
    autoMtls: read(undefined, ['enableAutoMtls'], true, (value) => (typeof value === 'boolean' ? value : undefined)),
    defaultExportTo: {
      service: exportTo(config.defaultServiceExportTo),
      virtualService: exportTo(config.defaultVirtualServiceExportTo),
      destinationRule: exportTo(config.defaultDestinationRuleExportTo),
    },
    pathNormalization: normalization(asText(asRecord(config.pathNormalization).normalization)),
    defaultRetries: isSet(config.defaultHttpRetryPolicy) ? asRecord(config.defaultHttpRetryPolicy) : undefined,
    trustDomainAliases: asTexts(config.trustDomainAliases),
    trustedProxies: trustedProxies(config),
    version: options.version,
    revision: options.revision,
    network: options.network,
    clusterCIDRs: options.clusterCIDRs ?? [],
    envoyGateway: {
      namespace: options.envoyGateway?.namespace ?? 'envoy-gateway-system',
      sidecars: options.envoyGateway?.sidecars === 'Enabled',
    },
    extensionProviders: found.meshConfig || options.meshConfig ? asList(config.extensionProviders).map(asRecord) : undefined,
    meshConfig: config,
    meshConfigItem: found.meshConfig?.field.item,
  };
}

/** What an answer rests on when it uses a setting: nothing if the setting is told. */
export function restsOn<Value>(name: string, setting: Setting<Value>, because: string): readonly Dependence[] {
  return setting.known ? [] : [{ on: 'setting', setting: name, assumed: String(setting.value), because }];
}

function told<Value>(value: Value | undefined, fallback: Value): Setting<Value> {
  return value === undefined ? { value: fallback, known: false } : { value, known: true };
}

function setting<Value>(
  given: Value | undefined,
  options: Loose | undefined,
  found: { readonly value: Loose; readonly field: Field } | undefined,
  path: readonly string[],
  fallback: Value,
  convert: (value: unknown) => Value | undefined,
): Setting<Value> {
  if (given !== undefined) return { value: given, known: true };
  const at = (root: Loose | undefined) => convert(path.reduce<unknown>((value, key) => asRecord(value)[key], root));
  const option = at(options);
  if (option !== undefined) return { value: option, known: true };
  const written = at(found?.value);
  if (written !== undefined && found)
    return { value: written, known: true, field: { item: found.field.item, path: [...found.field.path, ...path] } };
  return { value: fallback, known: found !== undefined };
}

function someText(value: unknown): string | undefined {
  return asText(value) || undefined;
}

function outboundMode(value: unknown): 'ALLOW_ANY' | 'REGISTRY_ONLY' | undefined {
  return value === 'REGISTRY_ONLY' || value === 'ALLOW_ANY' ? value : undefined;
}

function exportTo(value: unknown): readonly string[] {
  const list = asTexts(value);
  return list.length === 0 ? ['*'] : list;
}

function normalization(value: string): MeshSettings['pathNormalization'] {
  return value === 'NONE' || value === 'MERGE_SLASHES' || value === 'DECODE_AND_MERGE_SLASHES' ? value : 'BASE';
}

function trustedProxies(config: Loose): number | undefined {
  const topology = asRecord(asRecord(config.defaultConfig).gatewayTopology);
  return typeof topology.numTrustedProxies === 'number' ? topology.numTrustedProxies : undefined;
}
