import type { Rule } from '../../rule.ts';
import { at, deep, isSet, text, wrong } from '../../spot.ts';
import { istioObjects } from '../../spots/istio-objects.ts';

export const dryRunAnnotation: Rule = {
  code: 'GI1016',
  name: 'dry-run-annotation',
  severity: 'error',
  summary: '`istio.io/dry-run` must be true or false, on an AuthorizationPolicy that allows or denies.',
  why: 'the webhook of istiod refuses the object',
  fix: 'delete the annotation, or write `"true"`',
  source: 'istio/istio, pkg/config/validation/validation.go (checkDryRunAnnotation)',
  upstream: ['IST0106'],
  *check(world) {
    for (const object of istioObjects(world)) {
      const dryRun = at(deep(object, 'metadata', 'annotations'), 'istio.io/dry-run');
      const action = text(deep(object, 'spec', 'action'));
      if (!isSet(dryRun)) continue;
      if (object.item.id.kind !== 'AuthorizationPolicy') yield wrong(dryRun, 'must be used on an AuthorizationPolicy only');
      else if (!['', 'ALLOW', 'DENY'].includes(action)) yield wrong(dryRun, `must not be used when \`spec.action\` is ${action}`);
      else if (!/^(?:1|0|t|f|T|F|TRUE|FALSE|True|False|true|false)$/.test(text(dryRun)))
        yield wrong(dryRun, `must be "true" or "false", not ${JSON.stringify(dryRun.value)}`);
    }
  },
};
