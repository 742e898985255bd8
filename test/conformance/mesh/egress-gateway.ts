import type { Written } from './case.ts';
import type { Random } from './random.ts';
import { object } from './vocabulary.ts';

/** An egress gateway with the objects that send calls to hosts outside through it, now and then with a mistake. */
export function egressGateway(dice: Random, tag: string, hosts: readonly string[]): { objects: readonly Written[] } {
  const namespace = `${tag}egress`;
  const host = `egw.${namespace}.svc.cluster.local`;
  const ways = dice.some(hosts, 1, 3).map((outside, index) => way(dice, tag, namespace, host, outside, index));
  return { objects: [...workload(dice, namespace), ...ways.flat()] };
}

function workload(dice: Random, namespace: string): readonly Written[] {
  return [
    object('v1', 'Namespace', undefined, namespace, {}),
    object('apps/v1', 'Deployment', namespace, 'egw', {
      spec: {
        selector: { matchLabels: { istio: namespace } },
        template: {
          metadata: {
            labels: { istio: namespace, 'sidecar.istio.io/inject': 'true' },
            annotations: { 'inject.istio.io/templates': 'gateway' },
          },
          spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
        },
      },
    }),
    object('v1', 'Service', namespace, 'egw', {
      spec: {
        selector: { istio: namespace },
        ports: [
          { name: dice.pick(['http2', 'http']), port: 80, targetPort: dice.pick([8080, 80]) },
          { name: dice.pick(['https', 'tls', 'tcp']), port: 443, targetPort: 8443 },
          { name: 'tcp-9000', port: 9000 },
        ],
      },
    }),
  ];
}

function way(dice: Random, tag: string, namespace: string, host: string, outside: string, index: number): readonly Written[] {
  const kind = dice.pick(['plain', 'mutual', 'passthrough', 'tcp', 'origination'] as const);
  const port = kind === 'plain' || kind === 'origination' ? 80 : kind === 'tcp' ? 9000 : 443;
  const subset = `s${index}`;
  const tls = kind === 'mutual' || (kind === 'origination' && dice.chance(0.5));
  const gatewayPort = tls ? 443 : port;
  const name = `egress-${index}`;
  return [
    object('networking.istio.io/v1', 'Gateway', namespace, name, {
      spec: { selector: { istio: namespace }, servers: [server(kind, tls, gatewayPort, outside)] },
    }),
    object('networking.istio.io/v1', 'VirtualService', dice.pick([namespace, `${tag}a`]), name, {
      spec: {
        hosts: [outside],
        gateways: dice.chance(0.9) ? ['mesh', `${namespace}/${name}`] : [`${namespace}/${name}`],
        ...rules({
          kind,
          namespace,
          name,
          host,
          outside,
          subset,
          gatewayPort,
          clientPort: kind === 'passthrough' ? 443 : kind === 'tcp' ? 9000 : 80,
        }),
        ...(dice.chance(0.15) ? { exportTo: dice.pick([['.'], [`${tag}a`, namespace]]) } : {}),
      },
    }),
    ...(dice.chance(0.85)
      ? [
          object('networking.istio.io/v1', 'DestinationRule', dice.pick([namespace, `${tag}a`]), name, {
            spec: { host, subsets: [{ name: subset, ...(tls ? { trafficPolicy: mutual(dice, outside) } : {}) }] },
          }),
        ]
      : []),
    ...(kind === 'origination'
      ? [
          object('networking.istio.io/v1', 'DestinationRule', dice.pick([namespace, `${tag}a`]), `${name}-tls`, {
            spec: {
              host: outside,
              trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE', sni: outside } }] },
            },
          }),
        ]
      : []),
  ];
}

function mutual(dice: Random, sni: string): Record<string, unknown> {
  const tls = { mode: 'ISTIO_MUTUAL', ...(dice.chance(0.8) ? { sni } : {}) };
  return dice.chance(0.5) ? { tls } : { portLevelSettings: [{ port: { number: 443 }, tls }] };
}

function server(kind: string, tls: boolean, number: number, host: string): Record<string, unknown> {
  if (kind === 'tcp') return { port: { number, name: 'tcp', protocol: 'TCP' }, hosts: [host] };
  if (kind === 'passthrough') return { port: { number, name: 'tls', protocol: 'TLS' }, hosts: [host], tls: { mode: 'PASSTHROUGH' } };
  if (tls) return { port: { number, name: 'https', protocol: 'HTTPS' }, hosts: [host], tls: { mode: 'ISTIO_MUTUAL' } };
  return { port: { number, name: 'http', protocol: 'HTTP' }, hosts: [host] };
}

interface Way {
  readonly kind: 'plain' | 'mutual' | 'passthrough' | 'tcp' | 'origination';
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly outside: string;
  readonly subset: string;
  readonly gatewayPort: number;
  readonly clientPort: number;
}

function rules({ kind, namespace, name, host, outside, subset, gatewayPort, clientPort }: Way): Record<string, unknown> {
  const gateway = `${namespace}/${name}`;
  const toGateway = [{ destination: { host, subset, port: { number: gatewayPort } } }];
  const final = kind === 'passthrough' || kind === 'origination' ? 443 : clientPort;
  const toOutside = [{ destination: { host: outside, port: { number: final } } }];
  if (kind === 'tcp')
    return {
      tcp: [
        { match: [{ gateways: ['mesh'], port: clientPort }], route: toGateway },
        { match: [{ gateways: [gateway], port: gatewayPort }], route: toOutside },
      ],
    };
  if (kind === 'passthrough')
    return {
      tls: [
        { match: [{ gateways: ['mesh'], port: clientPort, sniHosts: [outside] }], route: toGateway },
        { match: [{ gateways: [gateway], port: gatewayPort, sniHosts: [outside] }], route: toOutside },
      ],
    };
  return {
    http: [
      { match: [{ gateways: ['mesh'], port: clientPort }], route: toGateway },
      { match: [{ gateways: [gateway], port: gatewayPort }], route: toOutside },
    ],
  };
}
