import type { Field } from '../../../mesh/field.ts';
import { type Gateway, gatewayKey } from '../../../mesh/listeners/gateway.ts';
import type { HttpMatch } from '../../../mesh/routes/http-rule.ts';
import type { L4Match } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { type Binding, bindings, proxiesOf } from '../../spots/gateway-proxies.ts';
import { rulesOf } from '../../spots/met-servers.ts';
import { titledServer } from '../../spots/server-pairs.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const matchPortUnserved: Rule = {
  code: 'GI2413',
  name: 'match-port-unserved',
  severity: 'error',
  summary: 'The port of a match must be one on which requests arrive: at a gateway the number of a server.',
  why: 'neither the port of the Service in front of the gateway nor that of the backend counts: the match never holds',
  fix: 'write `port.number` of a server of the Gateway, or delete `port`',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
  *check(world) {
    for (const binding of bindings(world)) {
      const { http, tls, tcp } = binding.virtualService;
      const matches = [...http, ...tls, ...tcp].flatMap((rule) => [...rule.matches]).filter(({ port }) => port !== 0);
      for (const match of matches) yield* unserved(match, binding, world);
    }
  },
};

function* unserved(match: HttpMatch | L4Match, { virtualService, gateways, isForMesh, isWhole }: Binding, world: World): Iterable<Finding> {
  const { gateways: own, port, field } = match;
  const isMine = (key: string) => own.length === 0 || own.includes(key);
  if (!isWhole && (own.length === 0 || own.some((key) => key !== 'mesh' && !gateways.some((gateway) => gatewayKey(gateway) === key))))
    return;
  const ports = gateways.filter((gateway) => isMine(gatewayKey(gateway))).flatMap(({ servers }) => servers.map((server) => server.port));
  const services = isForMesh && isMine('mesh') ? virtualService.hosts.map((host) => servicesOf(world, host, virtualService.item)) : [];
  if (services.some((found) => found.length === 0)) return;
  const all = [...new Set([...ports, ...services.flat().flatMap((service) => service.ports.map((entry) => entry.port))])];
  const at = { item: field.item, path: [...field.path, 'port'] };
  if (all.length > 0 && !all.includes(port)) yield wrongAt(at, `${port} is none of the ports on which requests arrive: ${all.join(', ')}`);
  else if (!isForMesh)
    yield* forOthers(
      match,
      at,
      gateways.filter((gateway) => isMine(gatewayKey(gateway))),
    );
  if (!isForMesh && 'uri' in match && all.includes(port)) yield* behindOther(port, at, { virtualService, gateways }, world);
}

/** The servers of the port read rules of another kind, and servers of other ports would read these. */
function* forOthers(match: HttpMatch | L4Match, at: Field, gateways: readonly Gateway[]): Iterable<Finding> {
  const servers = gateways.flatMap((gateway) => gateway.servers.filter((server) => server.port === match.port));
  const [first] = servers;
  const kind = 'uri' in match ? 'http' : at.path[1] === 'tls' ? 'tls' : 'tcp';
  const reads = servers.map(rulesOf);
  if (first === undefined || reads.includes(kind) || reads.includes('none')) return;
  if (!gateways.some((gateway) => gateway.servers.some((server) => rulesOf(server) === kind))) return;
  const fix = `name the port of a server that takes \`${kind}\` rules, or write \`${reads[0]}\` rules`;
  yield wrongAt(at, `${match.port} is the port of ${titledServer(first)}, which takes \`${reads[0]}\` rules`, { fix });
}

/** Servers that share a port of the pods share their routes, which are made for the number of the first of them. */
function* behindOther(port: number, at: Field, { virtualService, gateways }: Pick<Binding, 'virtualService' | 'gateways'>, world: World) {
  const { hosts, namespace } = virtualService;
  const firsts = gateways.flatMap((gateway) =>
    proxiesOf(world, gateway).flatMap(({ merged }) =>
      [...merged.byRouteName.values()]
        .filter((servers) => servers.some(({ server }) => server.gateway === gateway && server.port === port))
        .map((servers) =>
          servers.find(({ server }) => server.gateway === gateway && server.hostSet.intersect(hosts, namespace).length > 0),
        ),
    ),
  );
  const [first] = firsts;
  if (first === undefined || firsts.some((entry) => entry === undefined || entry.server.port === port)) return;
  yield wrongAt(at, `${port} is not asked for: the server for ${first.server.port} stands first on port ${first.port} of the pods`);
}
