import { isKubeSubdomain } from '../../../krm/kube-name.ts';
import type { Rule } from '../../rule.ts';
import { at, isSet, text, wrong } from '../../spot.ts';
import { podTemplates } from '../../spots/pod-templates.ts';

export const podReference: Rule = {
  code: 'GI1920',
  name: 'pod-reference',
  severity: 'error',
  summary: 'What a pod names must have a name that an object can have.',
  why: 'the API server refuses the object',
  fix: 'correct the name, or delete the field',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (ValidatePodSpec)',
  *check(world) {
    for (const { spec } of podTemplates(world)) {
      for (const name of ['serviceAccountName', 'priorityClassName', 'nodeName'].map((field) => at(spec, field)))
        if (text(name) !== '' && !isKubeSubdomain(text(name)))
          yield wrong(name, `must be a lower-case DNS name, not ${JSON.stringify(text(name))}`);
      const runtime = at(spec, 'runtimeClassName');
      if (isSet(runtime) && !isKubeSubdomain(text(runtime)))
        yield wrong(runtime, `must be a lower-case DNS name, not ${JSON.stringify(text(runtime))}`);
    }
  },
};
