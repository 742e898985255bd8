import { valueAt } from '../../diagnostics/path.ts';
import { lacksAuthority } from '../gateway-api/listener-tls.ts';
import type { Server } from '../listeners/gateway.ts';
import { asNumber, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { Mesh } from '../mesh.ts';
import { backendLimits, clientLimits } from '../policies/connection-limits.ts';
import { type EffectivePolicy, policyForListener, policyForRoute } from '../policies/effective-policy.ts';
import { type Limit, patienceOf } from '../policies/patience.ts';
import { secure } from '../policies/secure.ts';
import { decision } from './decision.ts';
import type { Request } from './request.ts';
import type { Routed } from './route-request.ts';
import type { Decision, End, Hop } from './trace-result.ts';

/** A request after the policies of Envoy Gateway. */
export interface AtEnvoyGateway {
  readonly routed: Routed;
  readonly request: Request;
  /** Errors and delays that a policy wants, as Istio writes them. */
  readonly fault: Loose | undefined;
}

/** Envoy Gateway asks its policies once the route is found: SecurityPolicies who may pass, BackendTrafficPolicies how long and how often. */
export function atEnvoyGateway(mesh: Mesh, { workload, chain }: Hop, routed: Routed, request: Request): AtEnvoyGateway {
  const rule = routed.route?.rule?.field;
  const server = chain?.server?.server;
  if (workload?.implementation !== 'envoy-gateway' || !rule || !server) return { routed, request, fault: undefined };
  const refused = refusedPolicy(mesh, server);
  if (refused && routed.route?.action.kind === 'forward')
    return { routed: { ...routed, decisions: [...routed.decisions, refused.decision], end: refused.end }, request, fault: undefined };
  const written = asRecord(valueAt(rule.item.object, rule.path));
  const policy = (kind: string) => policyForRoute(mesh, kind, rule.item, asText(written.name), server);
  const safe = secured(policy('SecurityPolicy'), routed, request);
  if (safe.routed.end || routed.route?.action.kind !== 'forward') return { ...safe, fault: undefined };
  const traffic = policy('BackendTrafficPolicy');
  const limits = [...patienceOf(written, rule, traffic), ...(traffic ? backendLimits(traffic) : [])];
  const decisions = [...safe.routed.decisions, ...limits.map((limit) => told(limit, traffic))];
  return { ...safe, routed: { ...safe.routed, decisions }, fault: traffic && faultOf(asRecord(traffic.spec.faultInjection)) };
}

/** What a ClientTrafficPolicy says of connections of clients. */
export function connectionDecisions(mesh: Mesh, { workload, chain }: Hop): readonly Decision[] {
  const server = chain?.server?.server;
  if (workload?.implementation !== 'envoy-gateway' || !server) return [];
  const policy = policyForListener(mesh, 'ClientTrafficPolicy', server);
  return policy ? clientLimits(policy).map((limit) => told(limit, policy)) : [];
}

/** A policy of the listener that Envoy Gateway does not accept. */
function refusedPolicy(mesh: Mesh, server: Server): { readonly decision: Decision; readonly end: End } | undefined {
  const policy = policyForListener(mesh, 'ClientTrafficPolicy', server);
  if (policy === undefined || !lacksAuthority(policy.spec)) return undefined;
  const because = 'the policy is not accepted: its `clientValidation` has no `caCertificateRefs`';
  const field = policy.fieldOf('tls', 'clientValidation');
  const made = decision('policy', because, { field, refused: true, dependsOn: policy.dependsOn });
  return { decision: made, end: { kind: 'responded', status: 500, body: '', field } };
}

const told = ({ because, field }: Limit, policy: EffectivePolicy | undefined): Decision =>
  decision('limits', because, { field, dependsOn: field?.item.id.kind.endsWith('Policy') ? policy?.dependsOn : [] });

function secured(policy: EffectivePolicy | undefined, routed: Routed, request: Request): Omit<AtEnvoyGateway, 'fault'> {
  if (!policy) return { routed, request };
  const { refused, because, headers, dependsOn } = secure(policy, request, request.clientIP);
  const field = refused?.field ?? policy.fieldOf();
  const rests = [...policy.dependsOn, ...dependsOn];
  const decisions = [...routed.decisions, decision('policy', because, { field, dependsOn: rests, refused: refused !== undefined })];
  if (refused) return { routed: { ...routed, decisions, end: { kind: 'denied', ...refused } }, request };
  return { routed: { ...routed, decisions }, request: { ...request, headers } };
}

function faultOf({ abort, delay }: Loose): Loose | undefined {
  if (!isSet(abort) && !isSet(delay)) return undefined;
  const share = (part: Loose) => ({ percentage: { value: asNumber(part.percentage) ?? 100 } });
  return {
    ...(isSet(abort) ? { abort: { httpStatus: asRecord(abort).httpStatus, ...share(asRecord(abort)) } } : {}),
    ...(isSet(delay) ? { delay: { fixedDelay: asRecord(delay).fixedDelay, ...share(asRecord(delay)) } } : {}),
  };
}
