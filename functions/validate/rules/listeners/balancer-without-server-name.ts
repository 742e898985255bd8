import { groupBy } from '../../../krm/group-by.ts';
import type { Item } from '../../../krm/item.ts';
import { targetPortIn } from '../../../mesh/inventory/services.ts';
import { isPassthrough, type Server, speaksTls } from '../../../mesh/listeners/gateway.ts';
import { asList, asRecord, asText, type Loose } from '../../../mesh/loose.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { type GatewayPort, gatewayPorts } from '../../spots/gateway-proxies.ts';

export const balancerWithoutServerName: Rule = {
  code: 'GI2116',
  name: 'balancer-without-server-name',
  severity: 'warning',
  summary: 'What sends TLS to a gateway should send the server name, or the gateway should have a server for all names.',
  why: 'the gateway tells hosts apart by the server name of the handshake; without one it closes the connection',
  fix: 'add a server with the host `*`, or let the load balancer send the name (nginx: `proxy-ssl-server-name: "on"`)',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#configuring-sni-routing-when-not-sending-sni',
  *check(world) {
    const nameless = world.ofKind('networking.k8s.io', 'Ingress').flatMap((item) => {
      const annotation = silentAnnotation(item);
      return annotation === undefined ? [] : backendsOf(item, world).map((backend) => ({ item, annotation, ...backend }));
    });
    const byService = groupBy(nameless, ({ service }) => service);
    for (const port of nameless.length === 0 ? [] : gatewayPorts(world)) yield* unnamed(port, byService);
  },
};

interface Nameless {
  readonly item: Item;
  readonly annotation: string;
  readonly port: Loose;
}

function* unnamed({ proxy, port, servers }: GatewayPort, byService: ReadonlyMap<string, readonly Nameless[]>): Iterable<Finding> {
  const [first, ...more] = servers.map(({ server }) => server).filter((server) => speaksTls(server) && !isPassthrough(server));
  if (first === undefined || [first, ...more].some(takesAll)) return;
  for (const service of proxy.services) {
    const leading = service.ports.filter((own) => targetPortIn(own, proxy.workload) === port);
    const sending = byService.get(`${service.namespace}/${service.name}`) ?? [];
    for (const entry of sending.filter((each) => leading.some((own) => isMeant(each.port, own)))) yield finding(entry, first);
  }
}

const takesAll = ({ hosts }: Server): boolean => hosts.some(({ name }) => name === '*');

function finding({ item, annotation }: Nameless, { gateway, hosts }: Server): Finding {
  const names = hosts.map(({ name }) => `"${name}"`).join(', ');
  const text = `sends TLS without a server name to ${titled(gateway.item)}, which takes the names ${names} only`;
  return wrongAt({ item, path: ['metadata', 'annotations', annotation] }, text);
}

const nginx = 'nginx.ingress.kubernetes.io/';
const aws = 'alb.ingress.kubernetes.io/backend-protocol';

/** The annotation by which a controller sends TLS to backends, and no server name with it. */
function silentAnnotation({ object }: Item): string | undefined {
  const annotations = object.metadata.annotations ?? {};
  if (annotations[aws] === 'HTTPS') return aws;
  const isTls = /^(?:HTTPS|GRPCS)$/.test(annotations[`${nginx}backend-protocol`] ?? '');
  return isTls && annotations[`${nginx}proxy-ssl-server-name`] !== 'on' ? `${nginx}backend-protocol` : undefined;
}

function backendsOf(item: Item, { mesh }: World): readonly { readonly service: string; readonly port: Loose }[] {
  const spec = asRecord(item.object.spec);
  const paths = asList(spec.rules).flatMap((rule) => asList(asRecord(asRecord(rule).http).paths).map((path) => asRecord(path).backend));
  return [spec.defaultBackend, ...paths].flatMap((backend) => {
    const service = asRecord(asRecord(backend).service);
    const name = asText(service.name);
    return name === '' ? [] : [{ service: `${mesh.objects.namespaceOf(item)}/${name}`, port: asRecord(service.port) }];
  });
}

const isMeant = (port: Loose, own: { readonly name: string; readonly port: number }): boolean =>
  port.number === own.port || (port.name !== undefined && port.name === own.name);
