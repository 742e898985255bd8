import type { Field } from '../../mesh/field.ts';
import { writtenMeshConfigs } from '../../mesh/inventory/mesh-configs.ts';
import { asList, asRecord, asText, isSet, type Loose } from '../../mesh/loose.ts';
import type { World } from '../rule.ts';
import { at, deep, list, members, pathOf, rootOf, type Spot, text } from '../spot.ts';

/** A text with variables of Envoy in an access log, or in a tag of a trace. */
export interface LogFormat {
  readonly field: Field;
  /** Where in a text of its own it is written: in the `mesh` of a ConfigMap. */
  readonly inside: string | undefined;
  readonly text: string;
  /** Whether something in the files makes proxies use it. */
  readonly isUsed: boolean;
  /** Whether `REQ_WITHOUT_QUERY` is found where it stands. */
  readonly hasExtension: boolean;
}

/** A value of a mesh configuration and the path to it. */
type Part = readonly [path: readonly (string | number)[], value: unknown];

export function logFormats(world: World): readonly LogFormat[] {
  const users = loggers(world);
  return [
    ...writtenMeshConfigs(world.mesh.objects).flatMap(({ value, field }) => inMeshConfig(value, field, users)),
    ...traceTags(world).map((spot) => ofSpot(spot, false)),
    ...ofEnvoyGateway(world),
  ];
}

/** Providers that a Telemetry names; `''` for one that names none. */
function loggers(world: World): ReadonlySet<string> {
  const logging = world.ofKind('telemetry.istio.io', 'Telemetry').flatMap((item) => list(deep(rootOf(item), 'spec'), 'accessLogging'));
  return new Set(
    logging.flatMap((entry) => {
      const named = list(entry, 'providers').map((provider) => text(at(provider, 'name')));
      return named.length === 0 ? [''] : named;
    }),
  );
}

function inMeshConfig(config: Loose, field: Field, users: ReadonlySet<string>): LogFormat[] {
  const byDefault = asList(asRecord(config.defaultProviders).accessLogging).map(String);
  const isUsed = (name: string) => users.has(name) || byDefault.includes(name);
  const own = { isUsed: asText(config.accessLogFile) !== '' || isUsed('envoy') };
  const isJson = config.accessLogEncoding === 'JSON';
  const format = asText(config.accessLogFormat);
  const written = isJson ? jsonParts(['accessLogFormat'], format) : ([[['accessLogFormat'], format]] as Part[]);
  const providers = asList(config.extensionProviders).flatMap((entry, index) => {
    const provider = asRecord(entry);
    const used = { isUsed: isUsed(asText(provider.name)) };
    return ['envoyFileAccessLog', 'envoyOtelAls'].flatMap((kind) => {
      const path = ['extensionProviders', index, kind, 'logFormat'];
      const { text: plain, labels } = asRecord(asRecord(provider[kind]).logFormat);
      return [...ofParts([[[...path, 'text'], plain]], field, used), ...ofParts(parts([...path, 'labels'], labels), field, used)];
    });
  });
  return [...ofParts(written, field, own), ...providers];
}

function jsonParts(path: Part[0], format: string): readonly Part[] {
  try {
    return parts(path, JSON.parse(format)).map(([, value]): Part => [path, value]);
  } catch {
    return [];
  }
}

function parts(path: Part[0], value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => parts([...path, index], entry));
  if (!isSet(value) || typeof value !== 'object') return [[path, value]];
  return Object.entries(asRecord(value)).flatMap(([key, entry]) => parts([...path, key], entry));
}

/** istiod looks for the variable that needs an extension in the first level only. */
function ofParts(written: readonly Part[], { item, path }: Field, { isUsed }: { readonly isUsed: boolean }): LogFormat[] {
  const inText = item.id.kind === 'ConfigMap';
  return written.flatMap(([below, value]) => {
    if (typeof value !== 'string' || value === '') return [];
    const inside = inText ? below.join('.') : undefined;
    return [{ field: { item, path: inText ? path : [...path, ...below] }, inside, text: value, isUsed, hasExtension: true }];
  });
}

const ofSpot = (spot: Spot, hasExtension: boolean): LogFormat => ({
  field: { item: spot.item, path: pathOf(spot) },
  inside: undefined,
  text: text(spot),
  isUsed: true,
  hasExtension,
});

/** Of Istio 1.29 and newer. */
const traceTags = (world: World): Spot[] =>
  world
    .ofKind('telemetry.istio.io', 'Telemetry')
    .flatMap((item) => list(deep(rootOf(item), 'spec'), 'tracing'))
    .flatMap((tracing) => members(at(tracing, 'customTags')))
    .map((tag) => deep(tag, 'formatter', 'value'));

function ofEnvoyGateway(world: World): LogFormat[] {
  return world.ofKind('gateway.envoyproxy.io', 'EnvoyProxy').flatMap((item) => {
    const telemetry = deep(rootOf(item), 'spec', 'telemetry');
    const formats = list(at(telemetry, 'accessLog'), 'settings')
      .filter((setting) => list(setting, 'sinks').some((sink) => text(at(sink, 'type')) !== 'ALS'))
      .map((setting) => at(setting, 'format'));
    const logged = formats.flatMap((format) => {
      const type = text(at(format, 'type'));
      return [...(type === 'JSON' ? [] : [at(format, 'text')]), ...(type === 'Text' ? [] : members(at(format, 'json')))];
    });
    const traced = [...members(deep(telemetry, 'tracing', 'tags')), ...members(deep(telemetry, 'tracing', 'spanName'))];
    return [...logged.map((spot) => ofSpot(spot, true)), ...traced.map((spot) => ofSpot(spot, false))];
  });
}
