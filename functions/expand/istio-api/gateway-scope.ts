import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import type { Condition } from './access-conditions.ts';
import { hostForms } from './host-forms.ts';
import { ipField } from './ip-field.ts';
import type { PodPorts } from './pod-ports.ts';
import { policyTarget } from './policy-target.ts';
import { portConditions } from './port-conditions.ts';
import { preflights } from './preflights.ts';
import type { Scope } from './scope.ts';
import { seesRequests } from './sees-requests.ts';
import { withoutOpaque } from './server-names.ts';

/** Everything that comes in through a gateway; rules that speak of requests hold where the gateway sees them. */
export function gatewayScope(model: Model, gateway: Gateway, podPorts: PodPorts): Scope {
  const requested = model.exposures.filter((exposure) => exposure.gateway === gateway.key && exposure.family === 'http');
  const field = ipField(gateway, true);
  const byHeader = field === 'remoteIpBlocks' && ipField(gateway, false) === 'ipBlocks';
  const http = [...new Set(gateway.servers.filter(seesRequests).map(({ port }) => port))];
  const all = [...new Set(gateway.servers.map(({ port }) => port))];
  const requests = [[...portConditions(gateway, http, podPorts), ...withoutOpaque(gateway, http)]];
  const anywhere = [portConditions(gateway, all, podPorts)];
  return {
    name: gateway.name,
    namespace: gateway.workload.namespace,
    target: policyTarget(gateway),
    places: (rule, asksAboutRequests) =>
      asksAboutRequests || rule.some((condition) => needsRequest(condition, byHeader)) ? requests : anywhere,
    shared: true,
    preflights: ownPreflights(model, requested, http),
    ipField: field,
    intentNamespace: gateway.intent.namespace,
    origin: gateway.origin,
  };
}

/** Those for the hosts of intents: what routes of others on the same pods do with preflight requests is unknown. */
function ownPreflights(model: Model, exposures: readonly Exposure[], ports: readonly number[]): Condition[] | undefined {
  const asked = preflights(model, exposures);
  const hosts = [...new Set(exposures.flatMap((exposure) => exposure.hosts))];
  if (asked === undefined || hosts.includes('*')) return undefined;
  return [...asked, { part: 'operation', field: 'hosts', negated: false, values: hosts.flatMap((host) => hostForms(host, ports)) }];
}

/** Whether a condition can be judged by a request only; connections have addresses and identities. */
function needsRequest({ field }: Condition, byHeader: boolean): boolean {
  return field === 'remoteIpBlocks' ? byHeader : !['ipBlocks', 'namespaces', 'principals'].includes(field);
}
