import type { Rule } from '../../rule.ts';
import { at, deep, isSet, wrong } from '../../spot.ts';
import { istioObjects } from '../../spots/istio-objects.ts';

export const reservedAnnotation: Rule = {
  code: 'GI1015',
  name: 'reserved-annotation',
  severity: 'error',
  summary: 'Annotations that istiod keeps for itself must not be set.',
  why: 'the webhook of istiod refuses the object',
  fix: 'delete the annotation',
  source: 'istio/istio, pkg/config/validation/validation.go (validateMetadata)',
  upstream: ['IST0106'],
  *check(world) {
    for (const object of istioObjects(world))
      for (const annotation of reserved.map((name) => at(deep(object, 'metadata', 'annotations'), name)))
        if (isSet(annotation)) yield wrong(annotation, 'must not be set: istiod keeps it for itself');
  },
};

const reserved = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parents', 'internal.istio.io/parent-namespace'];
