import { proxyConfigOf } from '../inventory/proxy-config.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import type { Workload } from '../inventory/workloads.ts';
import { asRecord, asText } from '../loose.ts';

const variable = 'ISTIO_META_DNS_CAPTURE';

/** Whether the proxies of a workload answer its DNS queries: by its own word, else by that of the mesh. */
export function dnsCaptureOf({ annotations, containers }: Workload, settings: MeshSettings): boolean {
  const written = containers.find((container) => container.name === 'istio-proxy')?.environment.get(variable);
  const own = written || asText(asRecord(proxyConfigOf(annotations).proxyMetadata)[variable]);
  return own === '' ? settings.dnsCapture.value : own === 'true';
}
