import { type Entry, isHTTP, isTLS, isWildcard, type Leg, type Made, type Routes, seenTogether, sees } from './package.ts';

/** A way in which Istio accepts a configuration and then does something else; each answers what is caught in it. */
type Trap = (made: Made) => readonly string[];

const toGateway = ({ services }: Made, { destination }: Leg): boolean => services.has(destination.host);
const throughGateway = (made: Made, host: string): boolean =>
  made.routes.some((routes) => routes.host === host && routes.legs.some((leg) => toGateway(made, leg)));
const entriesOf = ({ entries }: Made, { destination }: Leg): readonly Entry[] => entries.filter(({ host }) => host === destination.host);
const gatewayNamespace = (key: string): string => key.split('/')[0] as string;
const legs = ({ routes }: Made): readonly { readonly routes: Routes; readonly leg: Leg }[] =>
  routes.flatMap((one) => one.legs.map((leg) => ({ routes: one, leg })));

/** Pairs of different elements. */
function pairs<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));
}

/** How an outside host is declared. */
export const entryTraps: Readonly<Record<string, Trap>> = {
  'the gateway would send on to the address that the workload found: itself': (made) =>
    made.entries.filter(({ resolution, host }) => resolution === 'NONE' && throughGateway(made, host)).map(({ host }) => host),
  'a wildcard cannot be looked up': ({ entries }) =>
    entries
      .filter(({ host, resolution, endpoints }) => isWildcard(host) && resolution !== 'NONE' && endpoints.length === 0)
      .map(({ host }) => host),
  'TCP without an address takes every connection to its port': ({ entries }) =>
    entries
      .filter(({ addresses, ports }) => addresses.length === 0 && ports.some(({ protocol }) => !isHTTP(protocol) && !isTLS(protocol)))
      .map(({ host }) => host),
  'HTTP on 443 makes sidecars read TLS as HTTP': ({ entries }) =>
    entries.filter(({ ports }) => ports.some(({ number, protocol }) => number === 443 && isHTTP(protocol))).map(({ host }) => host),
  'a host and port that is declared twice for one namespace': ({ entries }) =>
    pairs(entries)
      .filter(([a, b]) => a.host === b.host && seenTogether(a.exportTo, b.exportTo))
      .map(([{ host }]) => host),
  'TCP of two hosts at one address and port': ({ entries }) =>
    pairs(entries)
      .filter(([a, b]) => seenTogether(a.exportTo, b.exportTo) && a.addresses.some((address) => b.addresses.includes(address)))
      .filter(([a, b]) =>
        a.ports.some((one) => b.ports.some(({ number, protocol }) => number === one.number && !isHTTP(protocol) && !isTLS(protocol))),
      )
      .map(([{ host }]) => host),
  'TLS at the address of another port, while DNS leads elsewhere': ({ entries }) =>
    entries.filter(({ addresses, ports }) => addresses.length > 0 && ports.some(({ protocol }) => isTLS(protocol))).map(({ host }) => host),
  'static without a place': ({ entries }) =>
    entries.filter(({ resolution, endpoints }) => resolution === 'STATIC' && endpoints.length === 0).map(({ host }) => host),
  'a Service of the cluster, declared a second time': ({ entries }) =>
    entries.filter(({ host }) => host.endsWith('.svc.cluster.local')).map(({ host }) => host),
  'two ports of one number or name': ({ entries }) =>
    entries
      .filter(
        ({ ports }) =>
          new Set(ports.map(({ number }) => number)).size < ports.length || new Set(ports.map(({ name }) => name)).size < ports.length,
      )
      .map(({ host }) => host),
};

/** The way from the sidecar to the gateway and on. */
export const routeTraps: Readonly<Record<string, Trap>> = {
  'sidecars never go to the gateway': (made) =>
    made.routes
      .filter((routes) => routes.legs.some((leg) => toGateway(made, leg)) && !routes.gateways.includes('mesh'))
      .map(({ host }) => host),
  'the gateway sends to itself': (made) =>
    legs(made)
      .filter(({ leg }) => toGateway(made, leg) && leg.gateways?.join() !== 'mesh')
      .map(({ routes }) => routes.host),
  'a sidecar goes past the gateway': (made) =>
    legs(made)
      .filter(
        ({ routes, leg }) =>
          !toGateway(made, leg) &&
          leg.gateways?.includes('mesh') &&
          routes.legs.some((other) => other.port === leg.port && toGateway(made, other)),
      )
      .map(({ routes }) => routes.host),
  'a rule for a gateway that the routes are not bound to': (made) =>
    legs(made)
      .filter(({ routes, leg }) => (leg.gateways ?? []).some((name) => !routes.gateways.includes(name)))
      .map(({ routes }) => routes.host),
  'a wildcard through a gateway': (made) =>
    made.routes.filter(({ host }) => isWildcard(host) && throughGateway(made, host)).map(({ host }) => host),
  'an outside host that is not declared, on that port': (made) =>
    legs(made)
      .filter(({ leg }) => !toGateway(made, leg))
      .filter(({ leg }) => !entriesOf(made, leg).some(({ ports }) => ports.some(({ number }) => number === leg.destination.port.number)))
      .map(({ routes }) => routes.host),
  'an outside host that its gateway does not see': (made) =>
    legs(made)
      .filter(({ leg }) => !toGateway(made, leg))
      .flatMap(({ routes, leg }) =>
        (leg.gateways ?? []).filter((name) => name !== 'mesh').map((name) => ({ routes, leg, namespace: gatewayNamespace(name) })),
      )
      .filter(
        ({ routes, leg, namespace }) =>
          !sees(namespace, routes.exportTo) || !entriesOf(made, leg).some(({ exportTo }) => sees(namespace, exportTo)),
      )
      .map(({ routes }) => routes.host),
  'two sets of routes for one host and namespace': ({ routes }) =>
    pairs(routes.filter(({ gateways }) => gateways.includes('mesh')))
      .filter(([a, b]) => a.host === b.host && seenTogether(a.exportTo, b.exportTo))
      .map(([{ host }]) => host),
  'HTTP of a port without a route, on a host that has routes': (made) =>
    made.routes
      .filter(({ legs: own }) => own.some(({ rule }) => rule === 'http'))
      .filter((routes) =>
        made.entries
          .filter(({ host, exportTo }) => host === routes.host && seenTogether(exportTo, routes.exportTo))
          .some(({ ports }) =>
            ports.some(
              ({ number, protocol }) => isHTTP(protocol) && !routes.legs.some((leg) => leg.rule === 'http' && leg.port === number),
            ),
          ),
      )
      .map(({ host }) => host),
  'rules of another protocol than the port': (made) =>
    legs(made)
      .filter(({ leg }) => !toGateway(made, leg) && leg.gateways?.includes('mesh') !== false)
      .filter(({ leg }) => {
        const protocols = entriesOf(made, leg).flatMap(({ ports }) =>
          ports.filter(({ number }) => number === leg.port).map(({ protocol }) => protocol),
        );
        return protocols.some((protocol) => isHTTP(protocol) !== (leg.rule === 'http'));
      })
      .map(({ routes }) => routes.host),
};
