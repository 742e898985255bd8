import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const listenerCertificate: Rule = {
  code: 'GI1703',
  name: 'listener-certificate',
  severity: 'error',
  summary: 'A listener that terminates TLS must have a certificate or options.',
  why: 'the API server refuses the Gateway',
  fix: 'add `certificateRefs`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.ListenerTLSConfig',
  check: (world) => fieldFindings(world, 'GI1703'),
};
