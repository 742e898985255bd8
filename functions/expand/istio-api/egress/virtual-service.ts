import type { EgressHost, EgressPort, Facts, Gateway } from '../../../intent/model.ts';
import { hopOf } from '../../../intent/resolve/egress-servers.ts';
import type { Made } from '../../made.ts';
import { retries } from '../http-route.ts';
import { egressName, egressOwners, exportTo, firstUse, gatewayHost } from './names.ts';
import { useParts } from './parts.ts';

/**
 * The ways of an outside host: from the sidecar to the gateway and from the gateway to the host, or straight from the sidecar. One VirtualService for all of its
 * ports: of two for one host sidecars know the older one only.
 */
export function egressVirtualService(host: EgressHost, gateways: ReadonlyMap<string, Gateway>, facts: Facts): Made[] {
  const keys = [...new Set(host.ports.flatMap(({ gateway }) => gateway ?? []))];
  const settles = host.ports.some(({ gateway: own, uses }) => own !== undefined || hasSettings(uses[0]));
  // Where HTTP has routes at all, a port without one is answered with 404.
  const routed = host.ports.filter((port) => port.gateway !== undefined || (settles && port.family === 'http'));
  if (routed.length === 0) return [];
  const legs = routed.map((port) => {
    const gateway = gateways.get(port.gateway ?? '');
    return { use: firstUse(port), ...(gateway === undefined ? direct(host, port, keys.length > 0) : hops(host, port, gateway, facts)) };
  });
  const of = (family: 'http' | 'tls' | 'tcp'): object[] | undefined => {
    const routes = legs.flatMap((leg) => leg[family] ?? []);
    return routes.length > 0 ? routes : undefined;
  };
  const parts = (['http', 'tls', 'tcp'] as const).flatMap((family) =>
    useParts(
      ['spec', family],
      legs.flatMap((leg) => (leg[family] ?? []).map(() => leg.use)),
    ),
  );
  return [
    {
      object: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: egressName(host), namespace: host.namespace },
        spec: {
          hosts: [host.serviceHost],
          exportTo: exportTo(host.visibleTo, host.namespace),
          gateways: keys.length === 0 ? undefined : ['mesh', ...keys],
          http: of('http'),
          tls: of('tls'),
          tcp: of('tcp'),
        },
      },
      origin: { ...firstUse(routed[0]).origin, parts },
      owners: egressOwners(routed),
    },
  ];
}

/** Straight from the sidecar, routes are needed for what only routes can say. */
const hasSettings = (use: EgressPort['uses'][number] | undefined): boolean =>
  (use?.entry.timeout ?? '0s') !== '0s' || use?.entry.retries !== undefined;

interface Legs {
  readonly http?: readonly object[];
  readonly tls?: readonly object[];
  readonly tcp?: readonly object[];
}

const requestSettings = ({ uses }: EgressPort): object => {
  const { timeout, retries: written } = uses[0]?.entry ?? {};
  return { timeout: timeout === '0s' ? undefined : timeout, retries: retries(written) };
};

const outside = ({ serviceHost }: EgressHost, { port }: EgressPort): object[] => [
  { destination: { host: serviceHost, port: { number: port } } },
];

function direct(host: EgressHost, port: EgressPort, besideGateways: boolean): Legs {
  const match = { gateways: besideGateways ? ['mesh'] : undefined, port: port.port };
  return { http: [{ match: [match], route: outside(host, port), ...requestSettings(port) }] };
}

function hops(host: EgressHost, port: EgressPort, gateway: Gateway, facts: Facts): Legs {
  const { family, port: number } = port;
  const hop = hopOf(gateway, port);
  const toGateway = [
    {
      destination: {
        host: gatewayHost(gateway, facts.clusterDomain),
        subset: hop === 'passthrough' ? undefined : egressName(host),
        port: { number },
      },
    },
  ];
  const inMesh = { gateways: ['mesh'], port: number };
  const atGateway = { gateways: [gateway.key], port: number };
  const sni = { sniHosts: [host.serviceHost] };
  switch (family) {
    case 'http':
      return {
        http: [
          { match: [inMesh], route: toGateway },
          { match: [atGateway], route: outside(host, port), ...requestSettings(port) },
        ],
      };
    case 'tls':
      return hop === 'passthrough'
        ? {
            tls: [
              { match: [{ ...inMesh, ...sni }], route: toGateway },
              { match: [{ ...atGateway, ...sni }], route: outside(host, port) },
            ],
          }
        : { tls: [{ match: [{ ...inMesh, ...sni }], route: toGateway }], tcp: [{ match: [atGateway], route: outside(host, port) }] };
    case 'tcp':
      return {
        tcp: [
          { match: [inMesh], route: toGateway },
          { match: [atGateway], route: outside(host, port) },
        ],
      };
  }
}
