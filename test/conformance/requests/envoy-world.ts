import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { certificate } from '../judges/certificate.ts';
import { type EchoServer, startEchoServer } from '../judges/echo-server.ts';
import type { Pem, ProxyConfiguration } from '../judges/egctl.ts';
import { freePorts } from '../judges/free-ports.ts';
import { sendHttp } from '../judges/http-client.ts';
import type { MeshAnswer } from '../judges/mesh.ts';
import { namespaceOf, servicePorts } from './gateways.ts';
import type { ExpectedRequest } from './request-file.ts';
import { planCall, repetitions } from './scenario.ts';

/** Services get an address of their own, by which the translated configuration names them. */
export function withAddress(object: KubeObject, index: number): KubeObject {
  if (object.kind !== 'Service') return object;
  const ports = servicePorts(object).map((port) => ({ protocol: 'TCP', ...port }));
  return { ...object, spec: { ...(object.spec as object), clusterIP: address(index), ports } };
}

function address(index: number): string {
  return `10.96.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

/** One echo server for each port of each Service, by address and port. */
export async function startBackends(objects: readonly KubeObject[]): Promise<ReadonlyMap<string, EchoServer>> {
  const servers = objects.flatMap((object) => {
    if (object.kind !== 'Service') return [];
    const { clusterIP } = object.spec as { clusterIP: string };
    const start = async (port: number): Promise<[string, EchoServer]> => [
      `${clusterIP}:${port}`,
      await startEchoServer(`${object.metadata.name}.${namespaceOf(object)}`, port),
    ];
    return servicePorts(object).map((port) => start(port.port));
  });
  return new Map(await Promise.all(servers));
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
  const { data = {}, stringData = {} } = (secret ?? { data: certificate() }) as {
    data?: Record<string, string>;
    stringData?: Record<string, string>;
  };
  const text = (key: string) => stringData[key] ?? Buffer.from(data[key] ?? '', 'base64').toString();
  return { certificate: text('tls.crt'), key: text('tls.key'), ca: text('ca.crt') };
}

/** Sends a request to a gateway on this machine, as often as its expectation needs. */
export async function sendToGateway(request: ExpectedRequest, gateway: string, ports: ReadonlyMap<number, number>): Promise<MeshAnswer> {
  const call = planCall(request);
  const port = ports.get(call.port);
  if (port === undefined) return { error: 'connection refused' };
  const hops = [{ proxy: gateway }];
  if (!request.expect.weights) return { ...(await sendHttp(call, port)), hops };
  const counts: Record<string, number> = {};
  let last: MeshAnswer = {};
  for (let count = 0; count < repetitions; count++) {
    last = await sendHttp(call, port);
    const { status, echo } = last.answer ?? {};
    const key = `${status} ${echo?.name}:${echo?.port}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return { ...last, hops, answers: counts };
}
