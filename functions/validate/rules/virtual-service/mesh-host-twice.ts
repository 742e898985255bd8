import { ageIsKnown } from '../../../mesh/age.ts';
import type { ExportTo } from '../../../mesh/registry/export-to.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';

export const meshHostTwice: Rule = {
  code: 'GI2408',
  name: 'mesh-host-twice',
  severity: 'error',
  summary: 'A host must have one VirtualService for the sidecars of a namespace.',
  why: 'sidecars take the routes of one of them, usually the oldest, and ignore those of all others',
  fix: 'write the routes into one VirtualService, or bind one of the two to a gateway',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  upstream: ['IST0109', 'KIA1106'],
  *check(world) {
    const areAlternatives = alternatives(world);
    const byHost = new Map<string, VirtualService[]>();
    for (const virtualService of world.mesh.virtualServices.boundTo('mesh').filter(({ semantics }) => semantics === 'istio')) {
      for (const [index, written] of virtualService.hosts.entries()) {
        const host = written.toLowerCase();
        const earlier = byHost.get(host) ?? [];
        const other = earlier.find((entry) => entry !== virtualService && meet(entry.exportTo, virtualService.exportTo));
        byHost.set(host, [...earlier.slice(0, 20), virtualService]);
        if (other === undefined || areAlternatives(other.item, virtualService.item)) continue;
        const { item, path } = virtualService.hostsField;
        const winner = ageIsKnown(other.age, virtualService.age) ? 'which is older' : 'and only the older one counts';
        yield wrongAt(
          { item, path: [...path, index] },
          `"${host}" has ${titled(other.item)} for sidecars, too, ${winner}`,
          hasSidecars(world) ? { severity: 'warning' } : {},
        );
      }
    }
  },
};

/** Sidecar resources may show one of the two only. */
const hasSidecars = ({ mesh }: Parameters<Rule['check']>[0]): boolean => mesh.sidecars.all.length > 0;

function meet(a: ExportTo, b: ExportTo): boolean {
  if (a.everywhere) return b.everywhere || b.namespaces.size > 0;
  return b.everywhere ? a.namespaces.size > 0 : [...a.namespaces].some((namespace) => b.namespaces.has(namespace));
}
