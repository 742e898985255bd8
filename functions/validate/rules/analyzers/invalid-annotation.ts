import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { istioAnnotations } from '../../spots/annotations.ts';
import { annotationProblem } from '../../syntax/istio-annotation.ts';

export const invalidAnnotation: Rule = {
  code: 'GI3003',
  name: 'invalid-annotation',
  severity: 'warning',
  summary: 'The value of an annotation of Istio must be one that the injector can read.',
  why: 'the injection webhook refuses the pods, so that none is started',
  fix: 'correct the value',
  source: 'istio/istio, pkg/kube/inject/validate.go (AnnotationValidation)',
  upstream: ['IST0125'],
  *check(world) {
    for (const { spot, kind } of istioAnnotations(world)) {
      const problem = kind === 'Pod' && typeof spot.value === 'string' ? annotationProblem(spot.key, text(spot)) : undefined;
      if (problem !== undefined) yield wrong(spot, `${problem}, not ${JSON.stringify(text(spot))}`);
    }
  },
};
