import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { formatPath } from '../../../diagnostics/path.ts';
import type { Facts, Gateway } from '../../../intent/model.ts';
import { placeOf } from '../../../intent/resolve/server-entries.ts';
import { findingAt } from '../../../krm/finding-at.ts';

/** Gateways whose pods cannot be told apart: Istio's Gateways select pods of the whole mesh, and the operators label them with name and type only. */
export function* samePods(gateways: readonly Gateway[], { gatewayScope }: Facts): Generator<Diagnostic> {
  const first = new Map<string, Gateway>();
  if (gatewayScope === 'Namespace') return;
  for (const gateway of gateways.filter(({ management }) => management === 'Full')) {
    const labels = JSON.stringify(gateway.workload.selector);
    const other = first.get(labels);
    if (other === undefined) first.set(labels, gateway);
    else
      yield findingAt('GI0410', gateway.intent.item, [...gateway.origin.path, 'name'], {
        message: `pods of gateway "${gateway.key}" have the same labels as those of "${other.key}" (${placeOf(other.origin)}, \`${formatPath(other.origin.path)}\`), so each would serve the hosts of the other`,
      });
  }
}
