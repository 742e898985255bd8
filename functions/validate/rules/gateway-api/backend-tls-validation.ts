import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const backendTlsValidation: Rule = {
  code: 'GI1724',
  name: 'backend-tls-validation',
  severity: 'error',
  summary: 'A BackendTLSPolicy must say in one way which certificates it trusts, and each name must have the field of its type.',
  why: 'the API server refuses the policy',
  fix: 'keep `caCertificateRefs` or `wellKnownCACertificates`, and the field that `type` names',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.BackendTLSPolicyValidation',
  check: (world) => fieldFindings(world, 'GI1724'),
};
