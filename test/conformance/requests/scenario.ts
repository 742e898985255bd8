import { stringify } from 'yaml';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { MeshCall, MeshProxy, Scenario } from '../judges/mesh.ts';
import { enteredGateway, findGateways } from './gateways.ts';
import { callerName, madeUp } from './made-up.ts';
import { type ExpectedRequest, parseSend, type RequestFile, type Scheme } from './request-file.ts';

/** A request, ready to be sent in the miniature Istio. */
export interface PlannedCall {
  readonly request: ExpectedRequest;
  readonly proxy: MeshProxy;
  readonly call: MeshCall;
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
    const proxy = request.from
      ? { deployment: `${request.from.namespace}/${callerName(request.from)}` }
      : enteredGateway(gateways, call.port, request.gateway).proxy;
    return { request, proxy, call };
  });
  const applied = all.filter(({ apiVersion }) => knownGroups.test(apiVersion) && !operatorGroups.test(apiVersion));
  return {
    objects: all,
    calls,
    scenario: {
      yaml: applied.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n'),
      meshConfig: file.meshConfig,
      ...(file.istiod ? { env: file.istiod } : {}),
      templates,
      outside: file.outside ?? [],
      secrets: file.secrets ?? [],
      autoSecrets: true,
      sims: calls.map(({ request, proxy, call }) => ({ name: request.send, proxy, calls: [call] })),
    },
  };
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
  };
}
