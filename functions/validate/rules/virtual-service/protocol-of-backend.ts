import { formatPath, valueAt } from '../../../diagnostics/path.ts';
import { isHttp2 } from '../../../mesh/inventory/protocol.ts';
import { targetPortIn } from '../../../mesh/inventory/services.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { memo } from '../../../mesh/lazy.ts';
import type { Gateway } from '../../../mesh/listeners/gateway.ts';
import { asNumber, asRecord } from '../../../mesh/loose.ts';
import type { Service, ServicePort } from '../../../mesh/registry/service.ts';
import type { Destination, HttpMatch, HttpRule } from '../../../mesh/routes/http-rule.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { backendReferences } from '../../spots/cross-references.ts';
import { bindings, proxiesOf } from '../../spots/gateway-proxies.ts';
import { routeParents } from '../../spots/route-parents.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const protocolOfBackend: Rule = {
  code: 'GI2431',
  name: 'protocol-of-backend',
  severity: 'warning',
  summary: 'The port of a gRPC server behind a gateway should be declared as gRPC or HTTP/2.',
  why: 'gateways go by the name or `appProtocol` of the port, and speak HTTP/1.1 to all others: gRPC fails',
  fix: 'begin the name of the port with `grpc`, or set `appProtocol: grpc`',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  *check(world) {
    const signOf = memo((key: Backend): string | undefined => signOfGrpc(key.service, key.port, world));
    const backends = new Map<ServicePort, Backend>();
    for (const { virtualService, gateways } of bindings(world)) {
      const called = (gateways.length === 0 ? [] : virtualService.http).flatMap((rule) =>
        rule.destinations.flatMap((destination) => portsOf(destination, world)).map((backend) => ({ rule, backend })),
      );
      for (const { rule, backend } of called) {
        const known = backends.get(backend.port) ?? backend;
        backends.set(backend.port, known);
        const sign = isHttp2(known.port.protocol) ? undefined : (signOf(known) ?? signOfRule(rule));
        if (sign !== undefined && !isUpgraded(known, gateways, world))
          yield wrongAt(known.port.field, `is ${declared(known.port)}, and ${sign}`);
      }
    }
    yield* behindGrpcRoutes(world);
  },
};

/** Istio goes by the port, whatever the kind of the route. */
function* behindGrpcRoutes(world: World): Iterable<Finding> {
  const routes = new Set(
    routeParents(world)
      .filter(({ route, left }) => route.id.kind === 'GRPCRoute' && left.some(({ implementation }) => implementation === 'istio'))
      .map(({ route }) => route),
  );
  if (routes.size === 0) return;
  for (const { from, kind, group, namespace, name, port } of backendReferences(world)) {
    if (!routes.has(from) || kind !== 'Service' || group !== '') continue;
    const service = world.mesh.kubeServices.find((entry) => entry.namespace === namespace && entry.name === name);
    for (const entry of service?.ports ?? [])
      if (entry.port === port && !isHttp2(entry.protocol))
        yield wrongAt(entry.field, `is ${declared(entry)}, and ${titled(from)} sends gRPC to it`);
  }
}

interface Backend {
  readonly service: Service;
  readonly port: ServicePort;
}

const declared = ({ protocol }: Pick<ServicePort, 'protocol'>): string =>
  protocol === 'unknown' ? 'not declared' : `declared as ${protocol}`;

function portsOf({ host, port, field }: Destination, world: World) {
  return servicesOf(world, host, field.item).flatMap((service) => {
    const meant = port === 0 && service.ports.length === 1 ? service.ports : service.ports.filter((entry) => entry.port === port);
    return meant.map((entry) => ({ service, port: entry }));
  });
}

/** What shows that a rule is for gRPC. */
function signOfRule({ matches, field }: HttpRule): string | undefined {
  const isGrpc = ({ headers }: HttpMatch) => {
    const type = headers.get('content-type');
    return (
      type !== undefined && 'value' in type && type.value.startsWith('application/grpc') && !type.value.startsWith('application/grpc-web')
    );
  };
  return matches.some(isGrpc) ? `\`${formatPath(field.path)}\` of ${titled(field.item)} matches gRPC` : undefined;
}

/** What shows that the pods behind a port speak gRPC. */
function signOfGrpc(service: Service, port: ServicePort, world: World): string | undefined {
  if (/(?:^|-)grpc(?:-|$)/.test(port.name)) return `its name "${port.name}" speaks of gRPC`;
  for (const workload of service.selector === undefined ? [] : selectedWorkloads(world).inNamespace(service.namespace, service.selector)) {
    const kube = service.kubeService?.ports.find((entry) => entry.port === port.port);
    const target = kube && targetPortIn(kube, workload);
    if (target !== undefined && grpcPortsOf(workload).has(target)) return `port ${target} of ${workload.key} is one for gRPC`;
  }
  return undefined;
}

function grpcPortsOf({ containers, item }: Workload): ReadonlySet<number> {
  const named = containers.flatMap(({ ports }) => ports.filter(({ name }) => /^grpc(?:-|$)/.test(name)).map(({ port }) => port));
  const probed = containers.flatMap(({ path }) => {
    const container = asRecord(valueAt(item?.object, path));
    return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap(
      (probe) => asNumber(asRecord(asRecord(container[probe]).grpc).port) ?? [],
    );
  });
  return new Set([...named, ...probed]);
}

/** A DestinationRule may ask for HTTP/2. */
function isUpgraded({ service: { host }, port: { port } }: Backend, gateways: readonly Gateway[], world: World): boolean {
  const scopes = gateways.flatMap((gateway) => proxiesOf(world, gateway)).map(({ scope }) => scope);
  return scopes.some(
    (scope) => asRecord(world.mesh.world.cluster(scope, host, port, '').policy?.connectionPool?.http).h2UpgradePolicy === 'UPGRADE',
  );
}
