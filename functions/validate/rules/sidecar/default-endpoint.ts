import type { Rule } from '../../rule.ts';
import { at, list, text, wrong } from '../../spot.ts';
import { sidecars } from '../../spots/sidecar.ts';
import { endpointProblem } from '../../syntax/default-endpoint.ts';

export const defaultEndpoint: Rule = {
  code: 'GI1503',
  name: 'default-endpoint',
  severity: 'error',
  summary: '`defaultEndpoint` must be a loopback or any-address with a port, or a Unix socket.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write `127.0.0.1:8080`, or `unix:///path`',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateSidecar)',
  upstream: ['IST0106'],
  *check(world) {
    for (const endpoint of sidecars(world)
      .flatMap((spec) => list(spec, 'ingress'))
      .map((listener) => at(listener, 'defaultEndpoint'))) {
      const problem = text(endpoint) === '' ? undefined : endpointProblem(text(endpoint));
      if (problem !== undefined) yield wrong(endpoint, problem);
    }
  },
};
