import { randomUUID } from 'node:crypto';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { formatObjects } from '../case.ts';
import { type Placement, type ProxyConfiguration, staticBootstrap, type Translation, translate } from '../judges/egctl.ts';
import { type RunningEnvoy, startEnvoy } from '../judges/envoy.ts';
import { compareAnswer } from '../requests/compare-answer.ts';
import { listenerPorts, offlineObjects, pemOf, sendToGateway, startBackends } from '../requests/envoy-world.ts';
import { madeUp } from '../requests/made-up.ts';
import type { ExpectedRequest } from '../requests/request-file.ts';
import type { Message, Verdict } from './verdict.ts';

const controller = 'gateway.envoyproxy.io/gatewayclass-controller';

/**
 * Envoy Gateway's own translator accepts every object, and a real Envoy with what it made gives the promised answers. For cases whose files, or
 * `.expected/world.yaml`, have a GatewayClass of its controller.
 */
export const envoyGateway: Verdict = async ({ objects, world, requests }) => {
  const known = [...objects, ...world];
  if (!known.some(isItsClass)) return { covered: 'no class of Envoy Gateway', idle: true, messages: [] };
  const all = offlineObjects([...known, ...madeUp(known, requests.requests)]);
  const translation = await translate(formatObjects(all));
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
    const run = randomUUID(); // servers count the failures of a call by its id
    if (own.length === 0) return [];
    const backends = await startBackends(services, proxy);
    const ports = await listenerPorts(proxy, services, name);
    const placement: Placement = {
      listener: ({ name: listener }: Readonly<Record<string, unknown>>) => ports.byListener.get(String(listener)),
      backend: backends.portOf,
      secret: (secret: string) => pemOf(secret, services),
    };
    let envoy: RunningEnvoy | undefined;
    try {
      envoy = await startEnvoy(staticBootstrap(proxy, placement));
      const judge = async (request: ExpectedRequest, id: string): Promise<readonly Message[]> => {
        const answer = await sendToGateway(request, id, name, ports.byPort, backends);
        return compareAnswer(request.expect, { answer, objects: [], gateways: [name] }).map((text) => ({
          text: `${request.send}: ${text}`,
        }));
      };
      const single = own.filter(({ expect }) => expect.weights === undefined);
      const messages = (await Promise.all(single.map((request, index) => judge(request, `${run}-${index}`)))).flat();
      // Backends take turns, so requests between would change whose turn it is.
      for (const [index, request] of own.filter(({ expect }) => expect.weights !== undefined).entries())
        messages.push(...(await judge(request, `${run}-share-${index}`)));
      return messages;
    } finally {
      envoy?.stop();
      backends.stop();
    }
  }
};

function gatewayOf({ gateway }: ExpectedRequest, { gateways }: Translation): string | undefined {
  const names = Object.keys(gateways);
  if (gateway !== undefined) return names.find((name) => name === gateway);
  return names.length === 1 ? names[0] : undefined;
}

/** A class that Envoy Gateway's controller looks after. */
export function isItsClass({ kind, spec }: KubeObject): boolean {
  return kind === 'GatewayClass' && (spec as { controllerName?: string } | undefined)?.controllerName === controller;
}

const mustHold = ['Accepted', 'ResolvedRefs', 'Programmed'];
/** A route of which a part is left out is Accepted all the same. */
const mustNotHold = ['PartiallyInvalid', 'Conflicted'];

/** Conditions that are not as they should be, wherever they are in the statuses. */
export function conditions(objects: unknown, owner = ''): readonly Message[] {
  if (Array.isArray(objects)) return objects.flatMap((one) => conditions(one, owner));
  if (objects === null || typeof objects !== 'object') return [];
  const { kind, metadata, conditions: own } = objects as Partial<KubeObject> & { conditions?: readonly Readonly<Record<string, string>>[] };
  const name = kind && metadata ? `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}` : owner;
  const broken = (Array.isArray(own) ? own : [])
    .filter(({ type = '', status }) => (mustHold.includes(type) && status !== 'True') || (mustNotHold.includes(type) && status === 'True'))
    .map(({ type, status, reason, message }) => ({ text: `${name}: ${type} is ${status}: ${reason}: ${message}` }));
  return [...broken, ...Object.entries(objects).flatMap(([key, value]) => (key === 'spec' ? [] : conditions(value, name)))];
}
