import type { EgressHost, EgressPort, Facts, Gateway } from '../../../intent/model.ts';
import { hopOf } from '../../../intent/resolve/egress-servers.ts';
import { groupBy } from '../../../mesh/group-by.ts';
import type { Made } from '../../made.ts';
import { retries } from '../http-route.ts';
import { egressName, egressOwners, exportTo, firstUse, gatewayHost } from './names.ts';

/** The way of an outside host: from the sidecar to the gateway, and from the gateway to the host. One VirtualService, so that the two always fit. */
export function egressVirtualServices(host: EgressHost, gateways: ReadonlyMap<string, Gateway>, facts: Facts): Made[] {
  const routed = host.ports.filter(needsRoute);
  const byGateway = [...groupBy(routed, ({ gateway }) => gateway)];
  return byGateway.map(([key, ports]) => {
    const gateway = key === undefined ? undefined : gateways.get(key);
    const legs = ports.map((port) => (gateway === undefined ? direct(host, port) : hops(host, port, gateway, facts)));
    const of = (family: 'http' | 'tls' | 'tcp'): object[] | undefined => {
      const routes = legs.flatMap((leg) => leg[family] ?? []);
      return routes.length > 0 ? routes : undefined;
    };
    return {
      object: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: {
          name: `${egressName(host)}${byGateway.length > 1 && gateway === undefined ? '-direct' : ''}`,
          namespace: host.namespace,
        },
        spec: {
          hosts: [host.serviceHost],
          exportTo: exportTo(host.visibleTo, host.namespace),
          gateways: gateway === undefined ? undefined : ['mesh', gateway.key],
          http: of('http'),
          tls: of('tls'),
          tcp: of('tcp'),
        },
      },
      origin: firstUse(ports[0]).origin,
      owners: egressOwners(ports),
    };
  });
}

/** Straight from the sidecar, routes are needed for what only routes can say. */
const needsRoute = ({ gateway, uses }: EgressPort): boolean =>
  gateway !== undefined || (uses[0]?.entry.timeout ?? '0s') !== '0s' || uses[0]?.entry.retries !== undefined;

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

function direct(host: EgressHost, port: EgressPort): Legs {
  return { http: [{ match: [{ port: port.port }], route: outside(host, port), ...requestSettings(port) }] };
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
