import type { KubeObject } from '../../../functions/krm/kube-object.ts';

/** A workload with an HTTP port 8080 and a TCP port 9000. */
export interface Backend {
  readonly name: string;
  readonly namespace: string;
  readonly sidecar: boolean;
}

export const backends: readonly Backend[] = [
  { name: 'cart', namespace: 'shop', sidecar: true },
  { name: 'stock', namespace: 'shop', sidecar: true },
  { name: 'bank', namespace: 'pay', sidecar: true },
  { name: 'old', namespace: 'pay', sidecar: false },
];

/** Pods that send requests; one has no sidecar, and so no identity. */
export const callers = [
  { namespace: 'shop', workload: 'client', serviceAccount: 'client' },
  { namespace: 'pay', workload: 'robot', serviceAccount: 'robot' },
  { namespace: 'legacy', workload: 'stray', serviceAccount: 'stray', sidecar: false },
] as const;

/** A host per backend behind one gateway, `shop/public`. */
export const hostOf = ({ name }: Backend): string => `${name}.example.com`;

const pods = (labels: Readonly<Record<string, string>>, more: object, annotations = {}) => ({
  selector: { matchLabels: { app: labels.app } },
  template: { metadata: { labels, annotations }, spec: { containers: [{ name: 'app', image: 'app', ...more }] } },
});

const port = (name: string, number: number) => ({ name, port: number, targetPort: number });

function backendObjects({ name, namespace, sidecar }: Backend): readonly KubeObject[] {
  const metadata = { name, namespace };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: name }, ports: [port('http', 8080), port('tcp', 9000)] } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: pods({ app: name, 'sidecar.istio.io/inject': String(sidecar) }, {}) },
  ];
}

const gatewayObjects = ({ trustedProxies }: Setting): readonly KubeObject[] => {
  const metadata = { name: 'public', namespace: 'shop' };
  const labels = { app: 'public', 'sidecar.istio.io/inject': 'true' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: pods(
        labels,
        { name: 'istio-proxy', image: 'auto' },
        {
          'inject.istio.io/templates': 'gateway',
          ...(trustedProxies > 0 ? { 'proxy.istio.io/config': `gatewayTopology: {numTrustedProxies: ${trustedProxies}}` } : {}),
        },
      ),
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'LoadBalancer', selector: { app: 'public' }, ports: [{ name: 'http', port: 80, targetPort: 80 }] },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata,
      spec: {
        selector: { app: 'public' },
        servers: [{ port: { name: 'http', number: 80, protocol: 'HTTP' }, hosts: ['*.example.com'] }],
      },
    },
  ];
};

const routeTo = ({ name, namespace }: Pick<Backend, 'name' | 'namespace'>) => ({
  route: [{ destination: { host: `${name}.${namespace}.svc.cluster.local`, port: { number: 8080 } } }],
});

/** Requests with the claim go to `shop/stock`. */
function virtualService(backend: Backend, claim: Setting['claim']): KubeObject {
  const { name } = backend;
  const byClaim = claim && {
    match: [{ headers: { [`@request.auth.claims${claim.key}`]: claim.match } }],
    ...routeTo({ name: 'stock', namespace: 'shop' }),
  };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: { hosts: [hostOf(backend)], gateways: ['public'], http: [...(byClaim ? [byClaim] : []), routeTo(backend)] },
  };
}

/** What differs from cluster to cluster. */
export interface Setting {
  /** Proxies in front of the gateway whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  /** A claim that routes of the gateway look at: `.name` or `[name][inner]`. */
  readonly claim: { readonly key: string; readonly match: object } | undefined;
}

/** The cluster that generated policies are for. */
export const world = (setting: Setting): readonly KubeObject[] => [
  ...gatewayObjects(setting),
  ...backends.flatMap(backendObjects),
  ...backends.map((backend) => virtualService(backend, setting.claim)),
];
