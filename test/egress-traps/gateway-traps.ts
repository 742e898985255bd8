import { type ClientTLS, isHTTP, isTLS, type Leg, type Made, type Server } from './package.ts';

type Trap = (made: Made) => readonly string[];

interface Hop {
  readonly host: string;
  readonly leg: Leg;
  /** The server of the gateway that takes the connection; absent where none does. */
  readonly server: Server | undefined;
  readonly tls: ClientTLS | undefined;
}

/** The ways from sidecars to gateways, with how they are encrypted and what takes them. */
function hops({ routes, services, servers, policies }: Made): Hop[] {
  return routes.flatMap(({ host, legs }) =>
    legs
      .filter(({ destination }) => services.has(destination.host))
      .map((leg): Hop => {
        const { host: service, port, subset } = leg.destination;
        const policy = policies.find((one) => one.host === service)?.subsets.find(({ name }) => name === subset);
        const tls = policy?.ports.find((entry) => entry.port.number === port.number)?.tls;
        const key = service.split('.').slice(0, 2).reverse().join('/');
        const own = (servers.get(key) ?? []).filter((one) => one.port.number === port.number);
        const name = tls?.sni ?? leg.sniHosts[0];
        const server = own.find((one) =>
          one.tls === undefined ? tls === undefined && leg.rule !== 'tls' : one.hosts.includes(name ?? host),
        );
        return { host, leg, server, tls };
      }),
  );
}

/** What the gateway takes, and how it calls the host. */
export const gatewayTraps: Readonly<Record<string, Trap>> = {
  'no server takes what the sidecar sends': (made) =>
    hops(made)
      .filter(({ server, tls }) => server === undefined || (server.tls?.mode === 'ISTIO_MUTUAL') !== (tls?.mode === 'ISTIO_MUTUAL'))
      .map(({ host }) => host),
  'mesh mTLS without the name that the gateway goes by': (made) =>
    hops(made)
      .filter(({ tls, server }) => tls?.mode === 'ISTIO_MUTUAL' && !server?.hosts.includes(tls.sni ?? ''))
      .map(({ host }) => host),
  'a subset that no rule has': (made) =>
    hops(made)
      .filter(({ leg }) => leg.destination.subset !== undefined)
      .filter(
        ({ leg }) =>
          !made.policies.some(
            ({ host, subsets }) => host === leg.destination.host && subsets.some(({ name }) => name === leg.destination.subset),
          ),
      )
      .map(({ host }) => host),
  'a server that does not list the host': (made) =>
    made.routes.flatMap(({ host, legs }) =>
      legs
        .filter(({ destination }) => !made.services.has(destination.host))
        .flatMap((leg) => (leg.gateways ?? []).filter((name) => name !== 'mesh').map((name) => ({ leg, name })))
        .filter(
          ({ leg, name }) =>
            !(made.servers.get(name) ?? []).some(
              ({ port, hosts }) => port.number === leg.port && (hosts.includes(host) || hosts.includes('*')),
            ),
        )
        .map(() => host),
    ),
  'two servers of a port for one host': ({ servers }) =>
    [...servers.values()].flatMap((list) => {
      const names = list.flatMap(({ port, hosts }) => hosts.map((host) => `${port.number} ${host}`));
      return names.filter((name, index) => names.indexOf(name) !== index);
    }),
  'TLS and plaintext on one port': ({ servers }) =>
    [...servers.values()].flatMap((list) =>
      list
        .filter((one) =>
          list.some((other) => other.port.number === one.port.number && (other.tls === undefined) !== (one.tls === undefined)),
        )
        .map(({ port }) => `${port.number}`),
    ),
  'routes of another kind than the server': (made) =>
    made.routes.flatMap(({ host, legs }) =>
      legs
        .filter(({ destination }) => !made.services.has(destination.host))
        .flatMap((leg) => (leg.gateways ?? []).filter((name) => name !== 'mesh').map((name) => ({ leg, name })))
        .filter(({ leg, name }) => {
          const server = (made.servers.get(name) ?? []).find(
            ({ port, hosts }) => port.number === leg.port && (hosts.includes(host) || hosts.includes('*')),
          );
          const kind =
            server?.tls?.mode === 'PASSTHROUGH'
              ? 'tls'
              : isHTTP(server?.port.protocol ?? '') || server?.port.protocol === 'HTTPS'
                ? 'http'
                : 'tcp';
          return server !== undefined && kind !== leg.rule;
        })
        .map(() => host),
    ),
  'TLS to an outside host that accepts the certificate of any name': ({ policies }) =>
    policies
      .filter(({ ports }) =>
        ports.some(({ tls }) => tls && ['SIMPLE', 'MUTUAL'].includes(tls.mode) && (!tls.sni || !tls.subjectAltNames?.length)),
      )
      .map(({ host }) => host),
  'TLS around TLS': ({ policies, entries }) =>
    policies
      .filter(({ host, ports }) =>
        ports.some(
          ({ port, tls }) =>
            tls !== undefined &&
            entries.some(
              (entry) => entry.host === host && entry.ports.some(({ number, protocol }) => number === port.number && isTLS(protocol)),
            ),
        ),
      )
      .map(({ host }) => host),
  'a Secret in the hands of sidecars': ({ policies, routes }) => {
    const passesGateway = (host: string, port: number): boolean =>
      routes.some((one) => one.host === host && one.legs.some((leg) => leg.port === port && leg.gateways?.some((name) => name !== 'mesh')));
    return policies
      .filter(({ host, namespace, exportTo, ports }) =>
        ports.some(
          ({ port, tls }) =>
            tls?.credentialName !== undefined &&
            !tls.credentialName.startsWith('configmap:') &&
            exportTo.some((name) => name !== namespace) &&
            !passesGateway(host, port.number),
        ),
      )
      .map(({ host }) => host);
  },
  'TLS that the caller does not find': (made) =>
    made.entries
      .flatMap((entry) => entry.ports.filter(({ targetPort }) => targetPort !== undefined).map(({ number }) => ({ entry, number })))
      .filter(({ entry, number }) => {
        const through = made.routes
          .filter(({ host }) => host === entry.host)
          .flatMap(({ legs }) => legs.filter((leg) => leg.port === number && leg.gateways?.some((name) => name !== 'mesh')));
        const callers =
          through.length > 0 ? through.flatMap(({ gateways = [] }) => gateways.map((name) => name.split('/')[0])) : entry.exportTo;
        return callers.some((caller) => {
          const found = [caller, entry.namespace].map((namespace) =>
            made.policies.find(
              (one) =>
                one.host === entry.host &&
                one.namespace === namespace &&
                (one.exportTo.includes('*') || one.exportTo.includes(caller ?? '')),
            ),
          );
          const rule = found.find((one) => one !== undefined);
          return rule?.ports.find(({ port }) => port.number === number)?.tls === undefined;
        });
      })
      .map(({ entry }) => entry.host),
};
