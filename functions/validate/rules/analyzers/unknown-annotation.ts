import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { istioAnnotations } from '../../spots/annotations.ts';

export const unknownAnnotation: Rule = {
  code: 'GI3001',
  name: 'unknown-annotation',
  severity: 'warning',
  summary: 'An annotation with a name of Istio should be one that Istio reads.',
  why: 'it is ignored without a word',
  fix: 'correct the name, or delete the annotation',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  upstream: ['IST0108'],
  *check(world) {
    for (const { spot, known } of istioAnnotations(world)) if (known === undefined) yield wrong(spot, 'is no annotation that Istio knows');
  },
};
