import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { valueAt } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { isMap } from '../../krm/is-map.ts';
import type { Item } from '../../krm/item.ts';
import type { EgressHost, Gateway } from '../model.ts';

/** Hand-written ways through the pods of an egress gateway that exists: the policy for its own hosts refuses all others. */
export function* shutOthers(gateways: readonly Gateway[], hosts: readonly EgressHost[], items: readonly Item[]): Generator<Diagnostic> {
  for (const gateway of gateways) {
    const { type, management, spec, workload, intent, origin } = gateway;
    const isUsed = hosts.some(({ ports }) => ports.some((port) => port.gateway === gateway.key));
    if (type !== 'Egress' || management !== 'Config' || spec.hopTLS === 'None' || !isUsed) continue;
    const other = items.find((item) => isHandWritten(item) && selects(item, workload.selector));
    if (other === undefined) continue;
    yield findingAt('GI0237', intent.item, origin.path, {
      message: `the pods of gateway "${gateway.key}" get a policy that allows its own hosts, and refuses those of Gateway "${other.id.namespace}/${other.id.name}"${other.source.file === undefined ? '' : ` (${other.source.file})`}`,
    });
  }
}

const isHandWritten = ({ id, object }: Item): boolean =>
  id.kind === 'Gateway' &&
  id.apiVersion.startsWith('networking.istio.io/') &&
  object.metadata?.labels?.['app.kubernetes.io/managed-by'] !== 'gateway-intent';

/** Whether a Gateway may select pods of which these labels are known. */
function selects({ object }: Item, labels: Readonly<Record<string, string>>): boolean {
  const selector = valueAt(object.spec, ['selector']);
  if (!isMap(selector)) return false;
  const known = Object.entries(selector).filter(([key]) => labels[key] !== undefined);
  return known.length > 0 && known.every(([key, value]) => labels[key] === value);
}
