import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { asList, asNumber, asRecord, asText, asTexts, type Loose } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';

export const privilegedPort: Rule = {
  code: 'GI2205',
  name: 'privileged-port',
  severity: 'warning',
  summary: 'Pods that do not run as root should be reached on ports from 1024.',
  why: 'without `net.ipv4.ip_unprivileged_port_start` or `NET_BIND_SERVICE` the proxy may not bind the port: the listener is refused',
  fix: 'set a `targetPort` from 1024 in the Service',
  source: 'istio/istio, manifests/charts/istio-control/istio-discovery/files/gateway-injection-template.yaml',
  *check(world) {
    for (const { proxy, port, servers } of gatewayPorts(world)) {
      if (port >= lowestPort(proxy.workload)) continue;
      for (const { server } of servers)
        yield wrongAt(
          fieldOf(server, 'port', 'number'),
          `${server.port} is port ${port} of ${proxy.workload.key}, whose proxy does not run as root`,
        );
    }
  },
};

/** The lowest port that the proxy may bind. Injected pods may bind all: the template sees to it. */
function lowestPort({ item, template, containers }: Workload): number {
  const own = containers.find(({ name, arguments: list }) => name === 'istio-proxy' && list.includes('router'));
  if (item === undefined || template === undefined || own === undefined) return 0;
  const spec = asRecord(asRecord(template.reduce<unknown>((value, key) => asRecord(value)[key], item.object)).spec);
  const context = asRecord(spec.securityContext);
  const proxy = asRecord(asRecord(asList(spec.containers).find((entry) => asText(asRecord(entry).name) === own.name)).securityContext);
  if (!runsUnprivileged(proxy, context)) return 0;
  const limit = asList(context.sysctls)
    .map(asRecord)
    .find(({ name }) => name === 'net.ipv4.ip_unprivileged_port_start');
  return limit === undefined ? 1024 : (asNumber(limit.value) ?? 1024);
}

function runsUnprivileged(proxy: Loose, pod: Loose): boolean {
  const added = asTexts(asRecord(proxy.capabilities).add);
  const user = asNumber(proxy.runAsUser ?? pod.runAsUser);
  const isNoRoot = (user !== undefined && user > 0) || (user === undefined && (proxy.runAsNonRoot ?? pod.runAsNonRoot) === true);
  return isNoRoot && !added.includes('NET_BIND_SERVICE') && !added.includes('ALL') && proxy.privileged !== true;
}
