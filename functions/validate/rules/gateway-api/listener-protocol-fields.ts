import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const listenerProtocolFields: Rule = {
  code: 'GI1701',
  name: 'listener-protocol-fields',
  severity: 'error',
  summary:
    'A listener must have the fields of its protocol: `tls` for HTTPS and TLS, no `tls` for HTTP, TCP and UDP, no `hostname` for TCP and UDP.',
  why: 'the API server refuses the Gateway',
  fix: 'add or remove the field, or change `protocol`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.Listener',
  check: (world) => fieldFindings(world, 'GI1701'),
};
