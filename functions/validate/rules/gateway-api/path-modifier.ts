import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const pathModifier: Rule = {
  code: 'GI1720',
  name: 'path-modifier',
  severity: 'error',
  summary: 'A change of the path must have the field that its type names, and no other.',
  why: 'the API server refuses the route',
  fix: 'keep the field that `type` names',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPPathModifier',
  check: (world) => fieldFindings(world, 'GI1720'),
};
