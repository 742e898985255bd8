import { groupBy } from '../../../krm/group-by.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { at, deep, list, number, rootOf, type Spot, text, titled, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';

/** Protocols that one port can have together. */
const family: Readonly<Record<string, string>> = { HTTP: 'HTTP', HTTPS: 'TLS', TLS: 'TLS', TCP: 'TCP', UDP: 'UDP' };

interface Listening {
  readonly listener: Spot;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
}

export const listenerConflict: Rule = {
  code: 'GI2907',
  name: 'listener-conflict',
  severity: 'error',
  summary: 'Listeners of one deployment must not compete for a port and hostname.',
  why: 'one of them, or both, do not serve (`ProtocolConflict`, `HostnameConflict`)',
  fix: 'use another port, or another hostname',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.Listener',
  upstream: ['KIA1501', 'KIA1503'],
  *check(world) {
    for (const gateways of deployments(world)) {
      const listeners = gateways.flatMap((gateway) => list(at(gateway, 'spec'), 'listeners')).map(read);
      for (const group of groupBy(
        listeners.filter(({ protocol }) => protocol in family),
        ({ port, protocol }) => `${port} ${protocol === 'UDP' ? 'UDP' : ''}`,
      ).values())
        yield* conflictsOf(group);
    }
  },
};

const read = (listener: Spot): Listening => ({
  listener,
  port: number(at(listener, 'port')),
  protocol: text(at(listener, 'protocol')),
  hostname: text(at(listener, 'hostname')).toLowerCase(),
});

/** Gateways that share pods: each with its ListenerSets, and those of a class of Envoy Gateway that merges them. */
function deployments(world: World): readonly (readonly Spot[])[] {
  const { objects } = world.mesh;
  const keyOf = (namespace: string, name: string) => `${namespace}/${name}`;
  const sets = groupBy(world.ofKind(gatewayApi, 'ListenerSet').map(rootOf), (set) => {
    const parent = deep(set, 'spec', 'parentRef');
    return keyOf(text(at(parent, 'namespace')) || objects.namespaceOf(set.item), text(at(parent, 'name')));
  });
  const merging = mergingClasses(world);
  const groups = groupBy(world.ofKind(gatewayApi, 'Gateway').map(rootOf), (gateway) => {
    const className = text(deep(gateway, 'spec', 'gatewayClassName'));
    return merging.has(className) ? `class ${className}` : keyOf(objects.namespaceOf(gateway.item), gateway.item.id.name);
  });
  return [...groups.values()].map((gateways) =>
    gateways.flatMap((gateway) => [gateway, ...(sets.get(keyOf(objects.namespaceOf(gateway.item), gateway.item.id.name)) ?? [])]),
  );
}

function mergingClasses(world: World): ReadonlySet<string> {
  const proxies = new Set(
    world
      .ofKind('gateway.envoyproxy.io', 'EnvoyProxy')
      .filter((item) => deep(rootOf(item), 'spec', 'mergeGateways').value === true)
      .map(({ id }) => id.name),
  );
  const classes = world
    .ofKind(gatewayApi, 'GatewayClass')
    .filter((item) => proxies.has(text(deep(rootOf(item), 'spec', 'parametersRef', 'name'))));
  return new Set(classes.map(({ id }) => id.name));
}

/** Each against those before it that serve: one that does not leaves its place to the next. */
function conflictsOf(group: readonly Listening[]): readonly Finding[] {
  const serving: Listening[] = [];
  return group.flatMap((later) => {
    const found = conflict(later, serving);
    if (found === undefined) serving.push(later);
    return found ?? [];
  });
}

/** What a listener has in common with those before it. The API server sees to the hostnames of one Gateway (GI1702). */
function conflict(later: Listening, before: readonly Listening[]): Finding | undefined {
  const other = before.find((each) => family[each.protocol] !== family[later.protocol]);
  if (other !== undefined) {
    const says = `is ${later.protocol} on port ${later.port}, which listener ${titleOf(other, later)} uses for ${other.protocol}`;
    return wrong(at(later.listener, 'protocol'), says, { upstream: ['KIA1503'] });
  }
  const alone = later.protocol === 'TCP' || later.protocol === 'UDP';
  const same = before.find((each) => each.listener.item !== later.listener.item && (alone || each.hostname === later.hostname));
  if (same === undefined) return undefined;
  const says = `has port ${later.port} and hostname "${later.hostname || '*'}", as has listener ${titleOf(same, later)}`;
  return wrong(later.listener, says, { upstream: ['KIA1501'] });
}

const titleOf = ({ listener }: Listening, { listener: own }: Listening): string =>
  `"${text(at(listener, 'name'))}"${listener.item === own.item ? '' : ` of ${titled(listener.item)}`}`;
