import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { formatObjects } from '../case.ts';
import type { MeshAnswer, MeshCall, MeshProxy, Scenario } from '../judges/mesh.ts';
import { findService } from './backends.ts';
import { enteredGateway, findGateways, podTemplate, selects } from './gateways.ts';
import { callerName, madeUp } from './made-up.ts';
import { sharedSecrets } from './named-secrets.ts';
import { type Routing, routeByOpenshift } from './openshift-router.ts';
import { referencedAuthorities } from './referenced-secrets.ts';
import { type Expectation, type ExpectedRequest, parseSend, type RequestFile, type Scheme } from './request-file.ts';

/** A request, ready to be sent in the miniature Istio, or answered already by what stands in front of the cluster. */
export interface PlannedCall {
  readonly request: ExpectedRequest;
  readonly proxy: MeshProxy;
  readonly call: MeshCall;
  readonly answered?: MeshAnswer;
}

export interface Plan {
  /** The objects of the case and those that are made up for it. */
  readonly objects: readonly KubeObject[];
  readonly scenario: Scenario;
  readonly calls: readonly PlannedCall[];
}

/** Groups of the API that the miniature Istio has; other kinds do not change what its proxies do. */
const knownGroups =
  /^(v1|(apps|rbac\.authorization\.k8s\.io|policy|autoscaling|networking\.k8s\.io)\/\S+|\S+\.istio\.io\/\S+|gateway\.networking\.(x-)?k8s\.io\/\S+)$/;
/** … but these are kinds of operators that are not part of it. */
const operatorGroups = /^(install|servicemesh|istio)\S*\.(istio|banzaicloud|cisco)\.(io|com)\//;

/** How often a request is sent whose answers are shared out by weights. */
export const repetitions = 200;

/** What has to be applied and sent to see whether a case keeps its promises. `templates` are additional injection templates. */
export function planRequests(objects: readonly KubeObject[], file: RequestFile, templates: Readonly<Record<string, string>>): Plan {
  const all = [...objects, ...madeUp(objects, file.requests)];
  const gateways = findGateways(all);
  const calls = file.requests.map((request): PlannedCall => {
    const call = planCall(request);
    if (request.from) return { request, proxy: { deployment: `${request.from.namespace}/${callerName(request.from)}` }, call };
    const routing = request.gateway === undefined ? routeByOpenshift(all, parseSend(request.send)) : undefined;
    if (!routing) return { request, proxy: enteredGateway(gateways, call.port, request.gateway).proxy, call };
    if ('answer' in routing) return { request, proxy: {}, call, answered: routing.answer };
    return { request, proxy: proxyBehind(all, routing.service), call: forwarded(call, routing) };
  });
  const applied = all.filter(({ apiVersion }) => knownGroups.test(apiVersion) && !operatorGroups.test(apiVersion));
  return {
    objects: all,
    calls,
    scenario: {
      yaml: formatObjects([...applied, ...sharedSecrets(all)]),
      meshConfig: file.meshConfig,
      ...(file.istiod ? { env: file.istiod } : {}),
      templates,
      outside: file.outside ?? [],
      secrets: [...(file.secrets ?? []), ...referencedAuthorities(all)],
      autoSecrets: true,
      sims: calls.filter(({ answered }) => !answered).map(({ request, proxy, call }) => ({ name: request.send, proxy, calls: [call] })),
    },
  };
}

/** The workload that a Service leads to. */
function proxyBehind(objects: readonly KubeObject[], id: string): MeshProxy {
  const [namespace = '', name = ''] = id.split('/');
  const service = findService(objects, { name, namespace });
  const workload = service && objects.find((object) => podTemplate(object).metadata && selects(service, object));
  if (!workload) throw new Error(`no workload behind Service ${id}`);
  return { deployment: `${namespace}/${workload.metadata.name}` };
}

/** The call that the router makes for a client's call. */
function forwarded(call: MeshCall, { service, port, tls, sni, headers }: Exclude<Routing, { answer: MeshAnswer }>): MeshCall {
  return { ...call, service, port, tls, ...(sni ? {} : { noSni: true }), headers: { ...headers, ...call.headers } };
}

const wire: Readonly<Record<Scheme, Pick<MeshCall, 'protocol' | 'tls'>>> = {
  http: { protocol: 'http', tls: 'plaintext' },
  https: { protocol: 'http', tls: 'tls' },
  grpc: { protocol: 'grpc', tls: 'plaintext' },
  grpcs: { protocol: 'grpc', tls: 'tls' },
  tcp: { protocol: 'tcp', tls: 'plaintext' },
  tls: { protocol: 'tcp', tls: 'tls' },
  mysql: { protocol: 'mysql', tls: 'plaintext' },
};
const certificates = { trusted: true, untrusted: 'other', none: false };

/** Whether a promise is about proxies on the way, or about what servers saw besides the one that answers. */
function asksTheWay({ identity, via, mirrors, attempts }: Expectation): boolean {
  return (identity ?? via ?? mirrors ?? attempts) !== undefined;
}

/** What is sent for a request. */
export function planCall(request: ExpectedRequest): MeshCall {
  const target = parseSend(request.send);
  const { protocol, headers, body, clientIP, clientCertificate = 'none', sni, jwt, from, expect } = request;
  const base = wire[target.scheme];
  const usual = target.port === (base.tls === 'tls' ? 443 : 80);
  return {
    name: request.send,
    mode: from ? 'outbound' : 'gateway',
    port: target.port,
    ...base,
    ...(protocol ? { protocol } : {}),
    host: usual ? target.host : `${target.host}:${target.port}`,
    ...(sni === 'none' ? { noSni: true } : { sni: sni ?? target.host }),
    method: target.method,
    path: target.path,
    headers: headers ?? {},
    clientCert: certificates[clientCertificate],
    ...(body === undefined ? {} : { body }),
    ...(clientIP === undefined ? {} : { clientIP }),
    ...(jwt === undefined ? {} : { jwt }),
    ...(expect.weights ? { repeat: repetitions } : {}),
    ...(headers?.['x-echo-delay'] ? { timeoutMs: 30_000 } : {}),
    // What proxies log of bytes has no mark of its call: it must be waited for, or the next call gets it.
    ...(asksTheWay(expect) || base.protocol === 'tcp' || base.protocol === 'mysql' ? {} : { quick: true }),
  };
}
