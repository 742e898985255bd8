import type { Path } from '../diagnostics/path.ts';

/** The field that is meant where a map is wanted and its one interesting value is written: `tls: shop-cert`. Entries of a list are named by the list. */
const mainFields: Readonly<Record<string, readonly string[]>> = {
  abort: ['status'],
  allowOrigins: ['exact'],
  basic: ['secretName'],
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

/** Values of which people write a short form that the API does not have. */
const shortForms: Readonly<Record<string, (text: string) => unknown>> = {
  allow: (text) => ({ namespaces: [text] }),
  backends: (text) => {
    const [, service, namespace, port] = /^([\w-]+)(?:\.([\w-]+))?(?:[.\w]*):(\d+)$/.exec(text) ?? [];
    return service && { service, ...(namespace ? { namespace } : {}), port: Number(port) };
  },
  delegate: (text) => {
    const [, namespace, name] = /^(?:([\w-]+)\/)?([\w-]+)$/.exec(text) ?? [];
    return name && { name, ...(namespace ? { namespace } : {}) };
  },
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
  return [...(backend ? [backend] : []), ...Object.values(value)];
}

/** The maps that a lone value may stand for. */
function inMaps(path: Path, value: unknown): readonly unknown[] {
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return [];
  if (Array.isArray(value)) return value.length === 1 ? [value[0], ...inMaps(path, value[0])] : [{ namespaces: value }];
  if (value === true) return on[nameOf(path)] ?? [];
  const short = shortForms[nameOf(path)]?.(String(value));
  return [...(short ? [short] : []), ...(mainFields[nameOf(path)] ?? []).map((field) => ({ [field]: value }))];
}

const nameOf = (path: Path): string => path.findLast((step): step is string => typeof step === 'string') ?? '';
