import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const envoyGatewayTarget: Rule = {
  code: 'GI1751',
  name: 'envoy-gateway-target',
  severity: 'error',
  summary: 'A policy of Envoy Gateway must name its targets in one way, and only kinds that it can apply to.',
  why: 'the API server refuses the policy',
  fix: 'write `targetRefs` with `group: gateway.networking.k8s.io` and a kind that the policy allows',
  source: 'https://gateway.envoyproxy.io/docs/api/extension_types/',
  check: (world) => fieldFindings(world, 'GI1751'),
};
