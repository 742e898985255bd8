import { isEmpty, selects } from '../../../mesh/inventory/labels.ts';
import type { HttpMatch } from '../../../mesh/routes/http-rule.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { bindings, proxiesOf } from '../../spots/gateway-proxies.ts';
import { writtenVirtualServices } from '../../spots/written-routes.ts';

export const sourceMatchIgnored: Rule = {
  code: 'GI2406',
  name: 'source-match-ignored',
  severity: 'error',
  summary: 'A match must not ask for the source of a request where nobody looks at it.',
  why: 'istiod ignores the source once a match names gateways, and at a gateway it compares the labels of the gateway itself',
  fix: 'delete `gateways` from the match, or match headers instead of the source',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go (sourceMatchHTTP)',
  *check(world) {
    for (const match of writtenVirtualServices(world).flatMap(({ http }) => http.flatMap(({ matches }) => matches))) {
      const field = sourceField(match);
      if (field !== undefined && match.gateways.length > 0)
        yield wrongAt({ item: match.field.item, path: [...match.field.path, field] }, 'is ignored, because the match has `gateways`');
    }
    for (const { virtualService, gateways, isForMesh, isWhole } of bindings(world)) {
      if (isForMesh || !isWhole) continue;
      const pods = gateways.flatMap((gateway) => proxiesOf(world, gateway)).map(({ workload }) => workload.labels);
      for (const match of virtualService.http.flatMap(({ matches }) => matches)) {
        if (match.gateways.length > 0 || isEmpty(match.sourceLabels) || pods.some((labels) => selects(match.sourceLabels, labels)))
          continue;
        const at = { item: match.field.item, path: [...match.field.path, 'sourceLabels'] };
        yield wrongAt(at, 'is compared with the labels of the gateway, which are others', { severity: 'warning' });
      }
    }
  },
};

function sourceField({ sourceLabels, sourceNamespace }: HttpMatch): string | undefined {
  if (!isEmpty(sourceLabels)) return 'sourceLabels';
  return sourceNamespace === '' ? undefined : 'sourceNamespace';
}
