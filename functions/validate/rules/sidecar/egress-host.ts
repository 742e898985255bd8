import type { Rule } from '../../rule.ts';
import { at, isSet, length, list, text, wrong } from '../../spot.ts';
import { sidecars } from '../../spots/sidecar.ts';
import { sidecarHostProblem } from '../../syntax/scoped-host.ts';

export const egressHost: Rule = {
  code: 'GI1506',
  name: 'egress-host',
  severity: 'error',
  summary: 'A host of an egress listener must be a namespace, a slash and a DNS name or `*`.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `./*` for this namespace, `namespace/*`, or `namespace/service.namespace.svc.cluster.local`',
  source: 'istio/istio, pkg/config/validation/agent/validation.go (ValidateNamespaceSlashWildcardHostname)',
  upstream: ['IST0106'],
  *check(world) {
    for (const listener of sidecars(world).flatMap((spec) => list(spec, 'egress'))) {
      const hosts = at(listener, 'hosts');
      if (isSet(hosts) && length(hosts) === 0) yield wrong(hosts, 'must have at least one host');
      for (const host of list(listener, 'hosts')) {
        const problem = typeof host.value === 'string' ? sidecarHostProblem(text(host)) : undefined;
        if (problem !== undefined) yield wrong(host, problem);
      }
    }
  },
};
