import { isEmpty } from '../../../mesh/inventory/labels.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioGateways } from '../../spots/istio-gateways.ts';

export const emptySelector: Rule = {
  code: 'GI2107',
  name: 'empty-selector',
  severity: 'warning',
  summary: 'A Gateway should say which pods serve it.',
  why: 'without a selector it is served by every gateway of the mesh, those of other teams and for outgoing calls included',
  fix: 'set `spec.selector` to labels of the pods of one gateway',
  source: 'istio/istio, pilot/pkg/model/push_context.go (mergeGateways)',
  *check(world) {
    for (const gateway of istioGateways(world))
      if (isEmpty(gateway.selector)) yield wrongAt(gateway.selectorField, 'is empty, which selects the pods of every gateway');
  },
};
