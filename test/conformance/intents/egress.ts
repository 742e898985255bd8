// Outside hosts of generated intents against istiod: node --import tsx test/conformance/intents/egress.ts [--runs N] [--seed S]
import { compareWithIstiod, itemsOf, type Packaged } from './compare-with-istiod.ts';
import { addresses, type Generated, generated, hosts, intentsOf, namespaces, portOf, usual, type Wish } from './generate-egress.ts';

function packaged(one: Generated): Packaged {
  return {
    items: itemsOf(intentsOf(one)),
    world: namespaces.map((namespace) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace },
      spec: {
        selector: { matchLabels: { app: 'app' } },
        template: {
          metadata: { labels: { app: 'app', 'sidecar.istio.io/inject': 'true' } },
          spec: { containers: [{ name: 'app', image: 'app' }] },
        },
      },
    })),
    meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
  };
}

interface Call {
  readonly namespace: string;
  readonly host: string;
  readonly scheme: Wish['scheme'];
  readonly port: number;
}

const calls: readonly Call[] = namespaces.flatMap((namespace) =>
  hosts.flatMap((host) =>
    (['http', 'https', 'tcp'] as const).flatMap((scheme) =>
      [...new Set([usual[scheme], 8080, 8443, 5432])].map((port) => ({ namespace, host, scheme, port })),
    ),
  ),
);

/** What the intents promise: the way of a call, and who encrypts. Calls whose protocol was not declared for the port are not promised anything. */
function promised({ teams }: Generated, call: Call): string | undefined {
  const uses = teams.flatMap((wishes, index) => wishes.map((one) => ({ ...one, own: namespaces[index] as string })));
  const onPort = uses.filter((use) => use.host === call.host && portOf(use) === call.port);
  const sees = ({ from, own }: (typeof uses)[number]): boolean => from === '*' || (from ?? own) === call.namespace;
  if (onPort.length === 0) return uses.some((other) => portOf(other) === call.port) ? undefined : 'blocked';
  const visible = onPort.filter(sees);
  if (visible.length === 0) return uses.some((use) => use.host === call.host && sees(use)) ? undefined : 'blocked';
  const use = visible.find(({ scheme }) => scheme === call.scheme);
  if (use === undefined) return undefined;
  const target = use.originates && use.scheme !== 'https' ? (use.scheme === 'http' && call.port === 80 ? 443 : call.port) : call.port;
  const tls = use.originates && use.scheme !== 'https' ? ` tls to ${target} as ${call.host}` : '';
  return `${use.direct ? 'direct' : 'istio-egress/egress'} ${call.host}:${target}${tls}`;
}

interface Hop {
  readonly error?: string | null;
  readonly proxy?: string;
  readonly cluster?: string;
  readonly clusterInfo?: readonly { readonly endpoints?: readonly string[]; readonly tls?: string; readonly sni?: string }[];
  readonly next?: Hop;
}

/** The simulator's answer in the same words. */
function simulated(first: Hop): string {
  if (first.cluster === 'BlackHoleCluster' || first.error === 'no virtual host matched' || first.cluster === undefined)
    return first.cluster === 'BlackHoleCluster' ? 'blocked' : `blocked`;
  const last = first.next ?? first;
  const [info] = last.clusterInfo ?? [];
  const via = first.next === undefined ? 'direct' : (first.next.proxy ?? '').replace(/-sim\d+-p\d+$/, '');
  if (last.error) return `${via} ${last.error}`;
  const tls = info?.tls === 'plaintext' || info?.tls === undefined ? '' : ` tls to ${info.endpoints?.[0]?.split(':')[1]} as ${info.sni}`;
  return `${via} ${info?.endpoints?.[0] ?? last.cluster}${tls}`;
}

function inputOf({ namespace, host, scheme, port }: Call): { deployment: string; call: object } {
  const address = addresses[host];
  const call = {
    http: { protocol: 'http', host: port === 80 ? host : `${host}:${port}`, path: '/' },
    https: { protocol: 'tcp', tls: 'tls', sni: host, host },
    tcp: { protocol: 'tcp', address },
  }[scheme];
  return { deployment: `${namespace}/app`, call: { mode: 'outbound', port, follow: true, ...call } };
}

await compareWithIstiod({
  title: 'egress',
  generated,
  packaged,
  requests: calls,
  inputOf,
  promised,
  simulated: (answer) => simulated(answer as Hop),
});
