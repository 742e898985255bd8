import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const listenerUnique: Rule = {
  code: 'GI1702',
  name: 'listener-unique',
  severity: 'error',
  summary: 'Listeners must differ in port, protocol or hostname.',
  why: 'the API server refuses the Gateway',
  fix: 'delete one of the two listeners, or change its port, protocol or hostname',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.Listener',
  check: (world) => fieldFindings(world, 'GI1702'),
};
