import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const routeTlsFields: Rule = {
  code: 'GI1803',
  name: 'route-tls-fields',
  severity: 'error',
  summary: 'Fields of `tls` of a Route must fit together: one source of the certificate, and no insecure traffic beside passthrough.',
  why: 'the API server refuses the Route',
  fix: 'keep `certificate` or `externalCertificate`; with passthrough use `None` or `Redirect`',
  source: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/network_apis/route-route-openshift-io-v1',
  check: (world) => fieldFindings(world, 'GI1803'),
};
