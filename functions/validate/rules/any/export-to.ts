import type { Rule } from '../../rule.ts';
import { exportFindings } from '../../spots/export-to.ts';

export const exportTo: Rule = {
  code: 'GI1019',
  name: 'export-to',
  severity: 'error',
  summary: '`exportTo` must be `*`, `.` or names of namespaces, each once, and `*` alone.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `["."]` for this namespace, `["*"]` for all, or the names of namespaces',
  source: 'istio/istio, pkg/config/validation/validation.go (validateExportTo)',
  upstream: ['IST0106'],
  *check(world) {
    for (const kind of ['VirtualService', 'DestinationRule', 'ServiceEntry'])
      for (const item of world.ofKind('networking.istio.io', kind)) yield* exportFindings(item);
  },
};
