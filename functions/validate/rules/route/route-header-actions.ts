import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const routeHeaderActions: Rule = {
  code: 'GI1804',
  name: 'route-header-actions',
  severity: 'error',
  summary:
    'Header actions of a Route must be ones that the router can apply: not with passthrough, not on protected headers, with values in its format.',
  why: 'the API server refuses the Route',
  fix: 'remove the action, or correct its value',
  source: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/network_apis/route-route-openshift-io-v1',
  check: (world) => fieldFindings(world, 'GI1804'),
};
