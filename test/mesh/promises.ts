import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outsidePort } from '../../functions/explain/end.ts';
import type { IntentSpec, MeshFacts } from '../../functions/intent/generated/gateway-intent.ts';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { buildMesh } from '../../functions/mesh/build-mesh.ts';
import type { Mesh } from '../../functions/mesh/mesh.ts';
import { isNamed } from '../../functions/mesh/trace/enter.ts';
import { type Request, request, type Source } from '../../functions/mesh/trace/request.ts';
import { trace } from '../../functions/mesh/trace/trace.ts';
import type { Hop, Trace, TraceEnd } from '../../functions/mesh/trace/trace-result.ts';
import { parseObjects } from '../conformance/case.ts';
import { callerName, madeUp } from '../conformance/requests/made-up.ts';
import {
  type Expectation,
  type ExpectedRequest,
  parseRequestFile,
  parseSend,
  type RequestFile,
} from '../conformance/requests/request-file.ts';

/** A package, the rest of its cluster, and what is promised about requests. */
export interface Promised {
  readonly mesh: Mesh;
  readonly requests: readonly ExpectedRequest[];
}

/** What `.expected` of a folder promises about the given objects. */
export function readPromises(folder: string, objects: readonly KubeObject[]): Promised {
  const read = (name: string) => {
    const path = join(folder, '.expected', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const file = parseRequestFile(read('requests.yaml') || 'requests: []');
  return promisedOf([...objects, ...parseObjects(read('world.yaml'))], file);
}

/** Objects, and what is promised about requests to them. */
export function promisedOf(objects: readonly KubeObject[], file: RequestFile): Promised {
  return { mesh: meshOf(objects, file), requests: file.requests };
}

/** What the files do not tell and the answer to a request rests on. */
export function dependsOn(mesh: Mesh, promised: ExpectedRequest): Trace['dependsOn'] {
  return trace(mesh, sourceOf(promised), requestOf(promised)).dependsOn;
}

function meshOf(objects: readonly KubeObject[], { requests, meshConfig }: RequestFile): Mesh {
  const intents = objects.filter(({ kind }) => kind === 'GatewayIntent').map(({ spec }) => spec as IntentSpec);
  const facts: MeshFacts = Object.assign({}, ...intents.map(({ mesh }) => mesh ?? {}));
  const real = objects.filter(({ metadata }) => metadata?.name !== undefined);
  const all = [...real, ...madeUp(real, requests)].filter(({ kind }) => kind !== 'GatewayIntent');
  const mesh = buildMesh(all.map(itemOf), { ...facts, complete: true, meshConfig: { ...(meshConfig as object | undefined) } });
  const isIstio = mesh.gatewayProxies.every(({ workload: { implementation = 'istio' } }) => implementation === 'istio');
  return isIstio ? mesh : buildMesh(all.map(withoutSidecar).map(itemOf), { ...facts, complete: true });
}

/** Gateways of other implementations are tried without a mesh. */
function withoutSidecar(object: KubeObject): KubeObject {
  return JSON.parse(
    JSON.stringify(object).replaceAll('"sidecar.istio.io/inject":"true"', '"sidecar.istio.io/inject":"false"'),
  ) as KubeObject;
}

function itemOf(object: KubeObject, index: number): Item {
  const { namespace, name } = object.metadata;
  return {
    id: { apiVersion: object.apiVersion, kind: object.kind, namespace, name },
    text: undefined,
    object,
    source: { file: 'test.yaml', index },
  };
}

/** What the model says otherwise than it is promised; empty when the promise is kept. */
export function brokenPromises(mesh: Mesh, promised: ExpectedRequest): readonly string[] {
  const found = trace(mesh, sourceOf(promised), requestOf(promised));
  const unsure = found.dependsOn.filter(({ on }) => on === 'unmodelled');
  if (unsure.length > 0) return [];
  return Object.entries(promised.expect).flatMap(([field, wanted]) => {
    const actual = comparisons[field as keyof Expectation]?.(found, mesh, wanted as never);
    return actual === undefined || actual === true
      ? []
      : [`${promised.send}: ${field} ${JSON.stringify(wanted)}, got ${actual || wordsOf(found)}`];
  });
}

function sourceOf({ from, gateway }: ExpectedRequest): Source {
  return from ? { kind: 'workload', namespace: from.namespace, name: callerName(from) } : { kind: 'outside', gateway };
}

function requestOf({ send, from, headers, protocol, clientIP, clientCertificate, sni, jwt }: ExpectedRequest): Request {
  const { method, scheme, host, port, path } = parseSend(send);
  const http2 = protocol === 'http2' || scheme.startsWith('grpc');
  const isTcp = scheme === 'tcp' || scheme === 'tls' || scheme === 'mysql';
  const tls = scheme === 'https' || scheme === 'grpcs' || scheme === 'tls' ? 'tls' : 'none';
  const usual = tls === 'tls' ? 443 : 80;
  return request({
    protocol: isTcp ? 'tcp' : http2 ? 'http2' : 'http',
    tls,
    host: isTcp || port === usual ? host : `${host}:${port}`,
    port,
    method,
    path,
    headers: scheme.startsWith('grpc') ? { 'content-type': 'application/grpc', ...headers } : headers,
    clientIP: clientIP ?? (from ? undefined : '198.51.100.1'),
    clientCertificate: clientCertificate === 'trusted' ? {} : undefined,
    claims: jwt,
    ...(sni === undefined ? {} : { serverName: sni === 'none' ? undefined : sni }),
  });
}

/** `true`: as it is promised. `undefined`: nothing that a model could tell. A text: what it is instead. */
type Comparison = (found: Trace, mesh: Mesh, wanted: never) => boolean | string | undefined;

const taking = ({ ends }: Trace): readonly TraceEnd[] => ends.filter(({ share }) => share > 0);
const every = (found: Trace, test: (end: TraceEnd) => boolean): boolean => taking(found).length > 0 && taking(found).every(test);
/** Those that reach somebody: shares are compared apart. */
const answers = (found: Trace) => taking(found).flatMap(({ end }) => (end.kind === 'answered' ? [end] : []));

const comparisons: Readonly<Record<keyof Expectation, Comparison>> = {
  status: (found, _, wanted: number) =>
    every(found, ({ end }) => (end.kind === 'answered' ? wanted === 200 : 'status' in end && end.status === wanted)),
  to: (found, mesh, wanted: string) => every(found, (end) => isBackend(mesh, end, wanted)),
  weights: (found, mesh, wanted: Readonly<Record<string, number>>) =>
    Object.entries(wanted).every(([name, percent]) => {
      const share = taking(found)
        .filter((end) => isBackend(mesh, end, name))
        .reduce((sum, end) => sum + end.share, 0);
      return Math.abs(share * 100 - percent) < 0.1;
    }),
  method: (found, _, wanted: string) => answers(found).every(({ request: { method } }) => method === wanted),
  path: (found, _, wanted: string) => answers(found).every(({ request: { path } }) => path === wanted) || answers(found)[0]?.request.path,
  host: (found, _, wanted: string) => answers(found).every(({ request: { host } }) => host === wanted) || answers(found)[0]?.request.host,
  headers: (found, _, wanted: Readonly<Record<string, string | null>>) =>
    answers(found).every(({ request: { headers } }) =>
      Object.entries(wanted).every(([name, value]) => fits(headers[name.toLowerCase()], value)),
    ) || JSON.stringify(answers(found)[0]?.request.headers),
  tls: (found, _, wanted: Exclude<Expectation['tls'], undefined>) =>
    answers(found).every(({ request: { tls, serverName } }) =>
      wanted === 'none' ? tls === 'none' : tls !== 'none' && (wanted.sni === undefined || wanted.sni === serverName),
    ),
  identity: (found, _, wanted: string) => {
    const seen = taking(found).flatMap(({ hops }) => hops.flatMap(({ request: { principal } }) => (principal ? [principal] : [])));
    const names = seen.map(({ trustDomain, namespace, serviceAccount }) => `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`);
    return wanted === 'none' ? names.length === 0 : names.includes(wanted);
  },
  location: (found, _, wanted: string) => every(found, ({ end }) => end.kind === 'redirected' && end.location === wanted),
  attempts: () => undefined,
  responseHeaders: () => undefined,
  body: (found, _, wanted: string) => every(found, ({ end }) => end.kind === 'responded' && end.body === wanted),
  certificate: () => undefined,
  via: (found, mesh, wanted: string | readonly string[]) =>
    every(found, ({ hops }) => {
      const passed = hops.filter(({ at }) => at === 'gateway').flatMap(({ workload }) => (workload && mesh.gatewayProxyOf(workload)) ?? []);
      return wanted === 'none' ? passed.length === 0 : [wanted].flat().every((name) => passed.some((proxy) => isNamed(proxy, name)));
    }),
  mirrors: (found, mesh, wanted: string | readonly string[]) =>
    [wanted].flat().every((name) => taking(found).some(({ hops }) => hops.some((hop) => mirrorsOf(hop, mesh).includes(name)))),
  unreachable: (found, _, wanted: boolean) =>
    wanted === !taking(found).some(({ end }) => end.kind === 'answered' || ('status' in end && (end.status ?? 500) < 400)),
  error: (found) => every(found, ({ end }) => (end.kind === 'unreachable' || end.kind === 'denied') && end.status === undefined),
};

function fits(actual: string | undefined, wanted: string | null): boolean {
  if (wanted === null) return actual === undefined;
  const pattern = /^\/(.*)\/$/s.exec(wanted)?.[1];
  return actual !== undefined && (pattern === undefined ? actual === wanted : new RegExp(pattern).test(actual));
}

function mirrorsOf({ route }: Hop, mesh: Mesh): readonly string[] {
  const mirrors = route?.action.kind === 'forward' ? route.action.mirrors : [];
  return mirrors.map(({ destination: { host, port } }) => `${short(mesh, host)}:${port}`);
}

function isBackend(mesh: Mesh, { end }: TraceEnd, wanted: string): boolean {
  return end.kind === 'answered' && `${short(mesh, end.by.host)}:${outsidePort(end.by) ?? end.by.port}` === wanted;
}

function short(mesh: Mesh, host: string): string {
  return host.replace(new RegExp(`\\.svc\\.${mesh.settings.clusterDomain.value.replaceAll('.', '\\.')}$`), '');
}

function wordsOf(found: Trace): string {
  return found.ends
    .map(({ share, end }) => {
      const what = end.kind === 'answered' ? `${end.by.host}:${end.by.port}` : 'because' in end ? `${end.kind} ${end.because}` : end.kind;
      return `${Math.round(share * 100)} % ${what}${'status' in end ? ` ${end.status}` : ''}`;
    })
    .join(', ');
}
