import { stringify } from 'yaml';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { certificate } from '../judges/certificate.ts';
import { type EchoServer, startEchoServer } from '../judges/echo-server.ts';
import { type Pem, type Placement, type ProxyConfiguration, staticBootstrap, type Translation, translate } from '../judges/egctl.ts';
import { type RunningEnvoy, startEnvoy } from '../judges/envoy.ts';
import { freePorts } from '../judges/free-ports.ts';
import { sendHttp } from '../judges/http-client.ts';
import type { MeshAnswer } from '../judges/mesh.ts';
import { compareAnswer } from '../requests/compare-answer.ts';
import { namespaceOf, servicePorts } from '../requests/gateways.ts';
import { madeUp } from '../requests/made-up.ts';
import type { ExpectedRequest } from '../requests/request-file.ts';
import { planCall, repetitions } from '../requests/scenario.ts';
import type { Message, Verdict } from './verdict.ts';

const controller = 'gateway.envoyproxy.io/gatewayclass-controller';

/**
 * Envoy Gateway's own translator accepts every object, and a real Envoy with what it made gives the promised answers. For cases whose files, or
 * `.expected/world.yaml`, have a GatewayClass of its controller.
 */
export const envoyGateway: Verdict = async ({ objects, world, requests }) => {
  const known = [...objects, ...world];
  if (!known.some(isItsClass)) return { covered: 'no class of Envoy Gateway', messages: [] };
  const all = [...known, ...madeUp(known, requests.requests)].map(withAddress);
  const translation = await translate(
    [...all, ...namedSecrets(all)].map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n'),
  );
  const answers = await Promise.all(Object.entries(translation.gateways).map(([name, proxy]) => ask(name, proxy, all, requests.requests)));
  const unasked = requests.requests.filter((request) => gatewayOf(request, translation) === undefined);
  return {
    covered: `${Object.keys(translation.gateways).length} gateways, ${requests.requests.length} requests`,
    messages: [
      ...conditions(translation.objects),
      ...answers.flat(),
      ...unasked.map(({ send }) => ({ text: `${send}: \`gateway\` must be one of ${Object.keys(translation.gateways).join(', ')}` })),
    ],
  };

  async function ask(
    name: string,
    proxy: ProxyConfiguration,
    services: readonly KubeObject[],
    list: readonly ExpectedRequest[],
  ): Promise<readonly Message[]> {
    const own = list.filter((request) => gatewayOf(request, translation) === name);
    if (own.length === 0) return [];
    const echoes = await startBackends(services);
    const ports = await listenerPorts(proxy, services, name);
    const placement: Placement = {
      listener: ({ name: listener }: Readonly<Record<string, unknown>>) => ports.byListener.get(String(listener)),
      backend: (address: string, port: number) => echoes.get(`${address}:${port}`)?.port ?? 9,
      secret: (secret: string) => pemOf(secret, services),
    };
    let envoy: RunningEnvoy | undefined;
    try {
      envoy = await startEnvoy(staticBootstrap(proxy, placement));
      const judged = own.map(async (request): Promise<readonly Message[]> => {
        const answer = await send(request, name, ports.byPort);
        return compareAnswer(request.expect, { answer, objects: [], gateways: [name] }).map((text) => ({
          text: `${request.send}: ${text}`,
        }));
      });
      return (await Promise.all(judged)).flat();
    } finally {
      envoy?.stop();
      for (const echo of echoes.values()) echo.stop();
    }
  }
};

async function send(request: ExpectedRequest, gateway: string, ports: ReadonlyMap<number, number>): Promise<MeshAnswer> {
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

function gatewayOf({ gateway }: ExpectedRequest, { gateways }: Translation): string | undefined {
  const names = Object.keys(gateways);
  if (gateway !== undefined) return names.find((name) => name === gateway);
  return names.length === 1 ? names[0] : undefined;
}

/** A class that Envoy Gateway's controller looks after. */
export function isItsClass({ kind, spec }: KubeObject): boolean {
  return kind === 'GatewayClass' && (spec as { controllerName?: string } | undefined)?.controllerName === controller;
}

/** Services get an address of their own, by which the translated configuration names them. */
function withAddress(object: KubeObject, index: number): KubeObject {
  if (object.kind !== 'Service') return object;
  const ports = servicePorts(object).map((port) => ({ protocol: 'TCP', ...port }));
  return { ...object, spec: { ...(object.spec as object), clusterIP: address(index), ports } };
}

function address(index: number): string {
  return `10.96.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

/** One echo server for each port of each Service, by address and port. */
async function startBackends(objects: readonly KubeObject[]): Promise<ReadonlyMap<string, EchoServer>> {
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

interface ListenerPorts {
  readonly byListener: ReadonlyMap<string, number>;
  /** Port of the Gateway's listener → port of the loopback interface. */
  readonly byPort: ReadonlyMap<number, number>;
}

/** A free port for each listener of the gateway: its proxies name a listener `namespace/gateway/listener`. */
async function listenerPorts(proxy: ProxyConfiguration, objects: readonly KubeObject[], gateway: string): Promise<ListenerPorts> {
  const found = objects.find((object) => object.kind === 'Gateway' && `${namespaceOf(object)}/${object.metadata.name}` === gateway);
  const { listeners = [] } = (found?.spec ?? {}) as { listeners?: readonly { name: string; port: number }[] };
  const named = proxy.listeners.map((listener) => String(listener.name)).filter((name) => name.startsWith(`${gateway}/`));
  const free = await freePorts(named.length);
  const pairs = named.map((name, index): [string, number] => [name, free[index] ?? 0]);
  const portOf = (name: string) => listeners.find((listener) => `${gateway}/${listener.name}` === name)?.port ?? 0;
  return { byListener: new Map(pairs), byPort: new Map(pairs.map(([name, port]) => [portOf(name), port])) };
}

/** Certificates that listeners name and no file has. */
function namedSecrets(objects: readonly KubeObject[]): readonly KubeObject[] {
  const existing = new Set(
    objects.filter((object) => object.kind === 'Secret').map((object) => `${namespaceOf(object)}/${object.metadata.name}`),
  );
  const names = objects
    .filter((object) => object.kind === 'Gateway')
    .flatMap((gateway) => {
      const { listeners = [] } = gateway.spec as {
        listeners?: readonly { tls?: { certificateRefs?: readonly { name: string; namespace?: string }[] } }[];
      };
      const references = listeners.flatMap((listener) => listener.tls?.certificateRefs ?? []);
      return references.map(({ name, namespace = namespaceOf(gateway) }) => `${namespace}/${name}`);
    });
  return [...new Set(names)]
    .filter((id) => !existing.has(id))
    .map((id) => {
      const [namespace = '', name = ''] = id.split('/');
      const { 'ca.crt': _, ...data } = certificate();
      return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data };
    });
}

/** The texts of the Secret that the proxies call `namespace/name`; of the stand-in where no file has it. */
function pemOf(name: string, objects: readonly KubeObject[]): Pem {
  const secret = objects.find((object) => object.kind === 'Secret' && name.startsWith(`${namespaceOf(object)}/${object.metadata.name}`));
  const { data = {}, stringData = {} } = (secret ?? { data: certificate() }) as {
    data?: Record<string, string>;
    stringData?: Record<string, string>;
  };
  const text = (key: string) => stringData[key] ?? Buffer.from(data[key] ?? '', 'base64').toString();
  return { certificate: text('tls.crt'), key: text('tls.key'), ca: text('ca.crt') };
}

const mustHold = ['Accepted', 'ResolvedRefs', 'Programmed'];

/** Conditions that do not hold, wherever they are in the statuses. */
function conditions(objects: unknown, owner = ''): readonly Message[] {
  if (Array.isArray(objects)) return objects.flatMap((one) => conditions(one, owner));
  if (objects === null || typeof objects !== 'object') return [];
  const { kind, metadata, conditions: own } = objects as Partial<KubeObject> & { conditions?: readonly Readonly<Record<string, string>>[] };
  const name = kind && metadata ? `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}` : owner;
  const broken = (Array.isArray(own) ? own : [])
    .filter(({ type = '', status }) => mustHold.includes(type) && status !== 'True')
    .map(({ type, reason, message }) => ({ text: `${name}: ${type} is not so: ${reason}: ${message}` }));
  return [...broken, ...Object.entries(objects).flatMap(([key, value]) => (key === 'spec' ? [] : conditions(value, name)))];
}
