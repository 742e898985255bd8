import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const grpcMethodMatch: Rule = {
  code: 'GI1714',
  name: 'grpc-method-match',
  severity: 'error',
  summary: 'A match of a gRPC method must name a service or a method, in the characters that gRPC allows.',
  why: 'the API server refuses the route',
  fix: 'write `service: package.Service` or `method: Name`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.GRPCMethodMatch',
  check: (world) => fieldFindings(world, 'GI1714'),
};
