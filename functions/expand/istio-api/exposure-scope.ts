import { isWildcard } from '../../hosts/host-name.ts';
import type { Exposure, Gateway, Model, RouteGroup } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Condition } from './access-conditions.ts';
import { hostForms } from './host-forms.ts';
import { ipField } from './ip-field.ts';
import { pathSplits } from './path-splits.ts';
import type { PodPorts } from './pod-ports.ts';
import { policyName } from './policy-name.ts';
import { policyTarget } from './policy-target.ts';
import { portConditions } from './port-conditions.ts';
import { preflights } from './preflights.ts';
import type { Scope } from './scope.ts';
import { withoutOpaque } from './server-names.ts';

/** The hosts, ports and paths of an exposure, so that its rules touch nothing else of the gateway. `undefined` where nothing says what is its own. */
export function exposureScope(model: Model, exposure: Exposure, gateway: Gateway, podPorts: PodPorts): Scope | undefined {
  const ports = [...new Set(exposure.attachments.flatMap(({ port }) => port ?? []))];
  const hosts = exposure.family === 'http' ? requestPlaces(model, exposure, gateway, ports) : [connectionPlace(exposure)];
  if (hosts === undefined) return undefined;
  const rest = [...portConditions(gateway, ports, podPorts), ...(exposure.family === 'http' ? withoutOpaque(gateway, ports) : [])];
  const places = hosts.map((own) => [...own, ...rest]);
  return {
    name: policyName(model, exposure, gateway),
    namespace: gateway.workload.namespace,
    target: policyTarget(gateway),
    places: () => places,
    shared: true,
    preflights: exposure.family === 'http' ? preflights(model, [exposure]) : undefined,
    ipField: ipField(gateway, exposure.family === 'http'),
    intentNamespace: exposure.namespace,
    origin: exposure.origin,
  };
}

const connectionPlace = ({ family, hosts }: Exposure): Condition[] =>
  family === 'tcp' || hosts.includes('*') ? [] : [{ part: 'when', field: 'connection.sni', negated: false, values: hosts }];

type Ports = readonly number[];

/** Hosts that share their routes and have the same narrower ones are written together. */
function requestPlaces(model: Model, exposure: Exposure, gateway: Gateway, ports: Ports): Condition[][] | undefined {
  const groups = model.routeGroups.filter((group) => group.gateway === gateway.key && group.exposures.includes(exposure));
  const split = groups.map((group) => ({ group, paths: pathSplits(group, exposure, ports) }));
  if (split.some(({ paths }) => paths === undefined)) return undefined;
  const alike = groupBy(split, ({ group, paths }) =>
    JSON.stringify([group.narrower.map(({ host }) => host), paths, group.hosts.includes('*')]),
  );
  return [...alike.values()].flatMap((same) => {
    const hosts = same.flatMap(({ group }) => group.hosts);
    const paths = same[0]?.paths ?? [];
    return hostPlaces(model, (same[0] as { group: RouteGroup }).group, hosts, ports).flatMap((place) =>
      paths.map((own) => [...place, ...own]),
    );
  });
}

/**
 * Hosts as a policy says them. A wildcard needs a second form: a Host header with an unusual port still meets its routes, but of such a header can only be said
 * what it is not.
 */
function hostPlaces(model: Model, { gateway, narrower }: RouteGroup, hosts: readonly string[], ports: Ports): Condition[][] {
  const named = (names: readonly string[], negated: boolean): Condition[] =>
    names.length === 0
      ? []
      : [{ part: 'operation', field: 'hosts', negated, values: [...new Set(names)].flatMap((host) => hostForms(host, ports)) }];
  const others = narrower.map(({ host }) => host);
  if (hosts.includes('*')) return [named(others, true)];
  const exact = [...named(hosts, false), ...named(others, true)];
  if (!hosts.some(isWildcard)) return [exact];
  const served = ({ attachments }: Exposure): boolean => attachments.some(({ port }) => port !== undefined && ports.includes(port));
  const all = model.exposures.filter((other) => other.gateway === gateway && other.family === 'http' && served(other));
  return [
    exact,
    named(
      [...hosts, ...all.flatMap((other) => other.hosts)].filter((host) => host !== '*'),
      true,
    ),
  ];
}
