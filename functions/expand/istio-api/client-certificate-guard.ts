import { isSubsetOf, isWildcard } from '../../hosts/host-name.ts';
import type { Gateway, Server } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { accessRule, type Condition } from './access-conditions.ts';
import { hostForms } from './host-forms.ts';
import type { PodPorts } from './pod-ports.ts';
import { policyTarget } from './policy-target.ts';
import { portConditions } from './port-conditions.ts';
import { seesRequests } from './sees-requests.ts';
import { opaqueNames } from './server-names.ts';

/**
 * Keeps a demand for client certificates where a wildcard of the same port has none: a client that says one name when it connects may ask for another host
 * afterwards, and Istio serves a VirtualService on every server of its Gateway whose hosts fit. Such a request is refused unless it came for that name.
 */
export function clientCertificateGuard(gateway: Gateway, podPorts: PodPorts): KubeObject[] {
  const servers = gateway.servers.filter((server) => server.tls !== undefined && seesRequests(server));
  const guarded = servers.filter((server) => demands(server) && servers.some((other) => letsIn(other, server)));
  if (guarded.length === 0) return [];
  const rules = [...groupBy(guarded, ({ port }) => port)].flatMap(([port, same]) =>
    same.flatMap((server) => rulesOf(gateway, server, port, podPorts)),
  );
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: `${gateway.name}-client-certificates`, namespace: gateway.workload.namespace },
      spec: { ...policyTarget(gateway), action: 'DENY', rules: rules.map((conditions) => accessRule(conditions)) },
    },
  ];
}

const demands = ({ tls }: Server): boolean => tls?.clientValidation !== undefined && tls.clientValidation.mode !== 'Optional';

const hostsOf = ({ hosts }: Server): string[] => hosts.map(({ host }) => host);

/** Whether a client may come in by `other` and then ask for a host of `server`. */
function letsIn(other: Server, server: Server): boolean {
  return (
    other !== server && other.port === server.port && hostsOf(server).some((host) => hostsOf(other).some((wide) => isSubsetOf(host, wide)))
  );
}

function rulesOf(gateway: Gateway, server: Server, port: number, podPorts: PodPorts): Condition[][] {
  const names = hostsOf(server);
  const elsewhere: Condition = {
    part: 'when',
    field: 'connection.sni',
    negated: true,
    values: [...names, ...opaqueNames(gateway, [port])],
  };
  const at = portConditions(gateway, [port], podPorts);
  const hosts = (values: readonly string[], negated: boolean): Condition => ({
    part: 'operation',
    field: 'hosts',
    negated,
    values: values.flatMap((host) => hostForms(host, [port])),
  });
  if (!names.some(isWildcard)) return [[hosts(names, false), ...at, elsewhere]];
  const others = gateway.servers.filter((other) => other.port === port && other !== server).flatMap(hostsOf);
  const known = [...new Set([...names, ...others])].filter((host) => host !== '*');
  return [
    [hosts(names, false), ...at, elsewhere],
    [hosts(known, true), ...at, elsewhere],
  ];
}
