import type { Path } from '../diagnostics/path.ts';
import { isMap } from '../krm/is-map.ts';
import { patternAt } from './schema-fields.ts';

/** The field that is meant where a map is wanted and its one interesting value is written: `tls: shop-cert`. Entries of a list are named by the list. */
const mainFields: Readonly<Record<string, readonly string[]>> = {
  abort: ['status'],
  allowOrigins: ['exact'],
  basic: ['secretName'],
  ca: ['name'],
  checks: ['request'],
  class: ['name'],
  delay: ['fixed'],
  disruptionBudget: ['minAvailable'],
  dns: ['target'],
  egress: ['url'],
  expect: ['to', 'redirect', 'status'],
  extAuthz: ['provider'],
  from: ['namespace'],
  gateways: ['name'],
  issuerRef: ['name'],
  jwt: ['issuer'],
  listeners: ['port'],
  loadBalancer: ['policy'],
  mesh: ['controlPlaneNamespace'],
  mirror: ['to'],
  namespaces: ['name'],
  openshiftRoute: ['termination'],
  path: ['prefix'],
  peerAuthentication: ['mode'],
  ports: ['port'],
  respond: ['status'],
  retries: ['attempts'],
  rewrite: ['prefix', 'path'],
  service: ['type'],
  tls: ['secretName', 'mode'],
  tlsOrigination: ['mode'],
};

/** What switches something on that is no boolean. */
const on: Readonly<Record<string, readonly unknown[]>> = { accessLog: [{}], openshiftRoute: [{}], tlsOrigination: [{ mode: 'Simple' }] };

const units: Readonly<Record<string, string>> = { s: 'Second', m: 'Minute', h: 'Hour', d: 'Day' };

/** `name=value`, or `name: value`. */
function matcher(text: string): unknown {
  const [, name, exact] = /^([\w-]+) *[=:] *(.*)$/.exec(text) ?? [];
  return name && { name, exact };
}

/** `LEAST_REQUEST` and `least-request` as `LeastRequest`. */
const inCamelCase = (text: string): string => text.toLowerCase().replace(/(?:^|[_-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Values of which people write a short form that the API does not have. */
const shortForms: Readonly<Record<string, (text: string) => unknown>> = {
  allow: (text) => ({ namespaces: [text] }),
  backends: (text) => {
    const [, service, namespace, port] = /^([\w-]+)(?:\.([\w-]+))?(?:[.\w]*):(\d+)$/.exec(text) ?? [];
    return service && { service, ...(namespace ? { namespace } : {}), port: Number(port) };
  },
  cookies: (text) => matcher(text),
  delegate: (text) => {
    const [, namespace, name] = /^(?:([\w-]+)\/)?([\w-]+)$/.exec(text) ?? [];
    return name && { name, ...(namespace ? { namespace } : {}) };
  },
  headers: (text) => matcher(text),
  queryParams: (text) => matcher(text),
  rateLimit: (text) => {
    const [, requests, unit] = /^(\d+) *(?:\/|per|r\/) *([smhd])\w*$/.exec(text) ?? [];
    return requests && { requests: Number(requests), unit: units[unit as string] };
  },
  redirect: (text) => {
    const [, scheme, host, path] = /^(?:(https?):\/\/)?([^/:]*)(\/.*)?$/.exec(text) ?? [];
    return { ...(scheme ? { scheme } : {}), ...(host ? { host } : {}), ...(path && path !== '/' ? { path } : {}) };
  },
  replicas: (text) => ({ min: Number(text), max: Number(text) }),
};

/** Values of a field that may be meant by another one, the likeliest first. Whether the schema allows them is for the caller to see. */
export function longForms(path: Path, wanted: unknown, value: unknown): readonly unknown[] {
  if (wanted === 'object') return inMaps(path, value);
  if (wanted === 'array')
    return [
      ...(typeof value === 'string' && value.includes(',') ? [value.split(/\s*,\s*/)] : []),
      [value],
      ...inMaps(path, value).map((entry) => [entry]),
    ];
  if (value === null || typeof value !== 'object') return [];
  const { service, namespace, port } = value as Readonly<Record<string, unknown>>;
  const backend = typeof service === 'string' && [service, ...(namespace ? [namespace] : [])].join('.') + (port ? `:${port}` : '');
  return [...(backend ? [backend] : []), ...(isPlain(path) ? [] : Object.values(value))];
}

/** Any text is allowed: what a map holds says nothing about what is meant. */
const isPlain = (path: Path): boolean => patternAt(path) === undefined;

/** The maps that a lone value may stand for. */
function inMaps(path: Path, value: unknown): readonly unknown[] {
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return [];
  if (Array.isArray(value))
    return [...byName(value), ...(value.length === 1 ? [value[0], ...inMaps(path, value[0])] : []), { namespaces: value }];
  if (value === true) return on[nameOf(path)] ?? [];
  const short = shortForms[nameOf(path)]?.(String(value));
  const written = typeof value === 'string' ? [value, inCamelCase(value)] : [value];
  return [...(short ? [short] : []), ...(mainFields[nameOf(path)] ?? []).flatMap((field) => written.map((one) => ({ [field]: one })))];
}

/** `[{name: a, value: b}]` as `{a: b}`. */
function byName(list: readonly unknown[]): readonly unknown[] {
  const entries = list.filter(isMap).map(({ name, value }) => [name, value] as const);
  return entries.length === list.length && entries.every(([name]) => typeof name === 'string') ? [Object.fromEntries(entries)] : [];
}

const nameOf = (path: Path): string => path.findLast((step): step is string => typeof step === 'string') ?? '';
