import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { targetReferences } from '../../spots/selectors.ts';

export const targetReference: Rule = {
  code: 'GI1022',
  name: 'target-reference',
  severity: 'error',
  summary: 'A policy must refer to a Gateway, a GatewayClass, a Service or a ServiceEntry of its own namespace.',
  why: 'the webhook of istiod refuses the object',
  fix: 'name the object with its group and kind, and no namespace',
  source: 'istio/istio, pkg/config/validation/validation.go (validatePolicyTargetReference)',
  upstream: ['IST0106'],
  *check(world) {
    for (const reference of targetReferences(world)) {
      const [group, kind, namespace] = [text(at(reference, 'group')), at(reference, 'kind'), at(reference, 'namespace')];
      if (text(namespace) !== '') yield wrong(namespace, 'must not be set: only objects of the own namespace can be referred to');
      const known = `${group === 'core' ? '' : group}/${text(kind)}`;
      // Of an EnvoyFilter the webhook does not ask, but it is applied to nothing else either.
      const severity = reference.item.id.kind === 'EnvoyFilter' ? ({ severity: 'warning' } as const) : {};
      if (text(kind) !== '' && !targets.has(known))
        yield wrong(
          kind,
          `must be a Service, a ServiceEntry, a Gateway of the Gateway API or a GatewayClass, not "${known.replace(/^\//, '')}"`,
          severity,
        );
    }
  },
};

const targets = new Set([
  '/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
]);
