import type { Rule } from '../../rule.ts';
import { at, isSet, wrong } from '../../spot.ts';
import { istioAnnotations } from '../../spots/annotations.ts';

const inject = 'sidecar.istio.io/inject';

export const deprecatedAnnotation: Rule = {
  code: 'GI3004',
  name: 'deprecated-annotation',
  severity: 'info',
  summary: 'An annotation of Istio should not be one that is deprecated.',
  why: 'a later Istio will not read it any more',
  fix: 'use what replaces it',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  upstream: ['IST0135'],
  *check(world) {
    for (const { spot, labels, known } of istioAnnotations(world)) {
      if (known?.deprecated !== true || (spot.key === inject && isSet(at(labels, inject)))) continue;
      yield wrong(spot, 'is deprecated', spot.key === inject ? { fix: `write it as a label: \`${inject}\`` } : {});
    }
  },
};
