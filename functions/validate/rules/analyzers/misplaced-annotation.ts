import type { Rule } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { istioAnnotations } from '../../spots/annotations.ts';

const templated = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

export const misplacedAnnotation: Rule = {
  code: 'GI3002',
  name: 'misplaced-annotation',
  severity: 'warning',
  summary: 'An annotation of Istio should stand where Istio reads it.',
  why: 'nobody looks for it there, so it has no effect',
  fix: 'move the annotation to an object of the right kind',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  upstream: ['IST0107'],
  *check(world) {
    for (const { spot, kind, known } of istioAnnotations(world)) {
      if (known === undefined || known.kinds.includes('Any') || known.kinds.includes(kind)) continue;
      const forPods = known.kinds.includes('Pod') && templated.has(kind);
      yield wrong(spot, forPods ? 'is for the pods, not for what makes them' : `is for ${known.kinds.join(' and ')}, not for ${kind}`, {
        ...(forPods ? { fix: 'move the annotation to `spec.template.metadata.annotations`' } : {}),
      });
    }
  },
};
