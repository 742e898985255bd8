import type { Finding, Rule } from '../../rule.ts';
import { at, isMap, isSet, number, type Spot, wrong } from '../../spot.ts';
import { containers } from '../../spots/pod-templates.ts';

export const probe: Rule = {
  code: 'GI1907',
  name: 'probe',
  severity: 'error',
  summary: 'A probe must ask in exactly one way, with counts and times that are not negative.',
  why: 'the API server refuses the object',
  fix: 'keep one of `httpGet`, `tcpSocket`, `exec` and `grpc`',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (validateProbe)',
  *check(world) {
    for (const { container } of containers(world))
      for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        const probe = at(container, name);
        if (isMap(probe)) yield* probeFindings(probe);
      }
  },
};

function* probeFindings(probe: Spot): Iterable<Finding> {
  const ways = ['exec', 'grpc', 'httpGet', 'tcpSocket'].filter((name) => isSet(at(probe, name)));
  if (ways.length === 0) yield wrong(probe, 'must have one of `exec`, `grpc`, `httpGet` and `tcpSocket`');
  if (ways.length > 1) yield wrong(at(probe, ways[1] as string), `must not be set beside \`${ways[0]}\``);
  for (const name of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'])
    if (number(at(probe, name)) < 0) yield wrong(at(probe, name), `must not be negative: ${number(at(probe, name))}`);
  const successes = at(probe, 'successThreshold');
  if (probe.key !== 'readinessProbe' && number(successes) > 1) yield wrong(successes, `must be 1, not ${number(successes)}`);
}
