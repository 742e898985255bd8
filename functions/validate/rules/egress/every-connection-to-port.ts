import { below } from '../../../mesh/field.ts';
import type { Protocol } from '../../../mesh/inventory/protocol.ts';
import { dnsCaptureOf } from '../../../mesh/outbound/dns-capture.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';

/** Nothing in such a connection tells hosts apart but its address. */
const opaque = new Set<Protocol>(['TCP', 'Mongo', 'Redis', 'MySQL', 'unknown']);
/** The webhook of istiod warns of these itself, where no address is allocated (GI1404). */
const warnedOf = new Set(['', 'TCP']);

export const everyConnectionToPort: Rule = {
  code: 'GI2603',
  name: 'every-connection-to-port',
  severity: 'warning',
  summary: 'A TCP port of an outside host should come with addresses, or with proxies that answer DNS queries.',
  why: 'without an address of its own, sidecars take every connection to that port number, to any host, for this one',
  fix: 'add `addresses`, or let proxies capture DNS: `meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE: "true"`',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
  upstream: ['IST0134'],
  *check(world) {
    const told = new Set<string>();
    for (const service of world.mesh.registry.services) {
      if (service.registry !== 'external' || service.address !== '0.0.0.0' || isCaptured(world, service.autoAddress)) continue;
      for (const port of service.ports) {
        const key = `${service.namespace}/${service.field.item.id.name}/${port.port}`;
        const written = String(
          (port.field.item.object.spec as { ports?: { protocol?: unknown }[] }).ports?.[Number(port.field.path[2])]?.protocol ?? '',
        );
        if (!opaque.has(port.protocol) || told.has(key) || (service.autoAddress === undefined && warnedOf.has(written))) continue;
        told.add(key);
        yield wrongAt(
          below(port.field, 'protocol'),
          `${written === '' ? 'is not set, which means any protocol' : `is ${written}`}, without an address: ${assumption(world, service.autoAddress)}`,
        );
      }
    }
  },
};

/** An allocated address is of use only to proxies that answer DNS queries with it. */
const isCaptured = (world: World, autoAddress: string | undefined): boolean =>
  autoAddress !== undefined && (!autoAddress.startsWith('auto:') || captureDns(world));

/** Whether all sidecars answer DNS queries. */
const captureDns = perWorld(({ mesh }: World): boolean => {
  const sidecars = mesh.workloads.filter(({ proxy }) => proxy.kind === 'sidecar');
  return mesh.settings.dnsCapture.value || (sidecars.length > 0 && sidecars.every((workload) => dnsCaptureOf(workload, mesh.settings)));
});

function assumption(world: World, autoAddress: string | undefined): string {
  if (autoAddress === undefined) return 'istiod allocates none to it';
  return `the one that istiod allocates is not used, because proxies do not capture DNS${world.mesh.settings.dnsCapture.known ? '' : ', which is the default'}`;
}
