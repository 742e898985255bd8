import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { addressesOf, type ProxyConfiguration } from '../judges/egctl.ts';
import { freePorts } from '../judges/free-ports.ts';
import type { MeshAnswer } from '../judges/mesh.ts';
import { certificateFor, type Pem } from '../local/certificates.ts';
import type { SeenEcho } from '../local/echo-answer.ts';
import { type EchoServer, startEchoServer } from '../local/echo-server.ts';
import { send } from '../local/send.ts';
import { namespaceOf, servicePorts } from './gateways.ts';
import { namedSecrets } from './named-secrets.ts';
import { withoutSelectors } from './namespace-selectors.ts';
import { referencedSecrets } from './referenced-secrets.ts';
import { referencedServices } from './referenced-services.ts';
import type { ExpectedRequest } from './request-file.ts';
import { planCall, repetitions } from './scenario.ts';

/** Everything that the offline translator must be told of: what objects refer to and no file has is made up, and kinds that it does not know are left out. */
export function offlineObjects(objects: readonly KubeObject[]): readonly KubeObject[] {
  const workloads = [...objects, ...referencedServices(objects)].map(withAddress);
  const secrets = namedSecrets(workloads);
  const all = [...workloads, ...secrets, ...referencedSecrets([...workloads, ...secrets])];
  return all.filter(({ apiVersion }) => knownGroups.test(apiVersion)).map((object) => withoutSelectors(object, all));
}

/** Groups that the controller looks at; it knows no other kinds. */
const knownGroups =
  /^(v1|(apps|policy|autoscaling|rbac\.authorization\.k8s\.io|gateway\.networking\.k8s\.io|gateway\.envoyproxy\.io)\/\S+)$/;

/** Services get an address of their own, by which the translated configuration names them. */
function withAddress(object: KubeObject, index: number): KubeObject {
  if (object.kind !== 'Service') return object;
  const ports = servicePorts(object).map((port) => ({ protocol: 'TCP', ...port }));
  return { ...object, spec: { ...(object.spec as object), clusterIP: address(index), ports } };
}

function address(index: number): string {
  return `10.96.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

/** Everybody that a proxy calls. */
export interface Backends {
  /** The port of the loopback interface for an address of the cluster, or a host outside. */
  readonly portOf: (address: string, port: number) => number;
  /** What they saw of a call. */
  readonly seenOf: (id: string) => readonly SeenEcho[];
  stop(): void;
}

/** An echo server for each port of each Service, and for each host outside that the proxy knows. */
export async function startBackends(objects: readonly KubeObject[], proxy: ProxyConfiguration): Promise<Backends> {
  const seen: SeenEcho[] = [];
  const services = objects.filter(({ kind }) => kind === 'Service');
  const named = services.flatMap((service) =>
    servicePorts(service).map(({ port }) => ({
      address: (service.spec as { clusterIP: string }).clusterIP,
      port,
      name: `${service.metadata.name}.${namespaceOf(service)}`,
    })),
  );
  const inside = new Set(named.map((one) => `${one.address}:${one.port}`));
  const outside = addressesOf(proxy)
    .filter((one) => !inside.has(`${one.address}:${one.port}`))
    .map((one) => ({ ...one, name: one.address }));
  const start = async ({ address: at, port, name }: (typeof named)[number]): Promise<[string, EchoServer]> => [
    `${at}:${port}`,
    await startEchoServer({ name, port, saw: (echo) => seen.push(echo) }),
  ];
  const servers = new Map(await Promise.all([...named, ...outside].map(start)));
  return {
    portOf: (at, port) => servers.get(`${at}:${port}`)?.port ?? 9,
    seenOf: (id) => seen.filter((echo) => echo.id === id),
    stop: () => {
      for (const server of servers.values()) server.stop();
    },
  };
}

export interface ListenerPorts {
  readonly byListener: ReadonlyMap<string, number>;
  /** Port of the Gateway's listener → port of the loopback interface. */
  readonly byPort: ReadonlyMap<number, number>;
}

/** A free port for each listener of the gateway: its proxies name a listener `namespace/gateway/listener`. */
export async function listenerPorts(proxy: ProxyConfiguration, objects: readonly KubeObject[], gateway: string): Promise<ListenerPorts> {
  const found = objects.find((object) => object.kind === 'Gateway' && `${namespaceOf(object)}/${object.metadata.name}` === gateway);
  const { listeners = [] } = (found?.spec ?? {}) as { listeners?: readonly { name: string; port: number }[] };
  const named = proxy.listeners.map((listener) => String(listener.name)).filter((name) => name.startsWith(`${gateway}/`));
  const free = await freePorts(named.length);
  const pairs = named.map((name, index): [string, number] => [name, free[index] ?? 0]);
  const portOf = (name: string) => listeners.find((listener) => `${gateway}/${listener.name}` === name)?.port ?? 0;
  return { byListener: new Map(pairs), byPort: new Map(pairs.map(([name, port]) => [portOf(name), port])) };
}

/** The texts of the Secret that the proxies call `namespace/name`; of the stand-in where no file has it. */
export function pemOf(name: string, objects: readonly KubeObject[]): Pem {
  const secret = objects.find((object) => object.kind === 'Secret' && name.startsWith(`${namespaceOf(object)}/${object.metadata.name}`));
  const { data = {}, stringData = {} } = (secret ?? {}) as { data?: Record<string, string>; stringData?: Record<string, string> };
  const text = (key: string) => stringData[key] ?? Buffer.from(data[key] ?? '', 'base64').toString();
  const usual = certificateFor([]);
  return { certificate: text('tls.crt') || usual.certificate, key: text('tls.key') || usual.key, ca: text('ca.crt') || usual.ca };
}

/** Sends a request to a gateway on this machine, as often as its expectation needs. */
export async function sendToGateway(
  request: ExpectedRequest,
  id: string,
  gateway: string,
  ports: ReadonlyMap<number, number>,
  backends: Backends,
): Promise<MeshAnswer> {
  const call = planCall(request);
  const port = ports.get(call.port);
  if (port === undefined) return { error: 'connection refused' };
  const hops = [{ proxy: gateway }];
  if (!request.expect.weights) {
    const answer = await send(call, port, id);
    if (request.expect.mirrors !== undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    return { ...answer, hops, seenBy: withoutAnswer(backends.seenOf(id), answer) };
  }
  const counts: Record<string, number> = {};
  let last: MeshAnswer = {};
  for (let count = 0; count < repetitions; count++) {
    last = await send(call, port, id);
    const { status = 0, echo } = last.answer ?? {};
    const key = `${status} ${echo?.name}:${echo?.port}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return { ...last, hops, answers: counts };
}

/** Who saw a call besides the one that answers it, as the miniature Istio tells it. */
function withoutAnswer(seen: readonly SeenEcho[], { answer }: MeshAnswer): readonly SeenEcho[] {
  const last = seen.findLastIndex(({ name, port }) => name === answer?.echo?.name && port === answer?.echo?.port);
  return seen.filter((_, index) => index !== last);
}
