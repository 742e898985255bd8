import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';

export const tlsRouteHostname: Rule = {
  code: 'GI1723',
  name: 'tls-route-hostname',
  severity: 'error',
  summary: 'Hostnames of a TLSRoute must be DNS names, with a wildcard as the first label only.',
  why: 'the API server refuses the route: TLS clients do not send addresses or anything else as server name',
  fix: 'write a DNS name, or `*.` and a DNS name',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.TLSRouteSpec',
  check: (world) => fieldFindings(world, 'GI1723'),
};
