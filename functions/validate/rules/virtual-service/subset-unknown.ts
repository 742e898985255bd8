import { serviceOfHost } from '../../../mesh/hosts/qualify.ts';
import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { calledDestinations } from '../../spots/called-destinations.ts';
import { proxiesByKey, type RuledDestination } from '../../spots/egress-hops.ts';
import { rulesByHost } from '../../spots/rules-by-host.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const subsetUnknown: Rule = {
  code: 'GI2415',
  name: 'subset-unknown',
  severity: 'error',
  summary: 'A subset must be defined in the DestinationRule that the caller uses.',
  why: 'the caller uses the rule of its own namespace, else that of the Service, else that of the root namespace; without the subset the answer is 503',
  fix: 'add the subset to the DestinationRule in the namespace of the Service',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
  upstream: ['IST0101', 'KIA1107'],
  *check(world) {
    for (const entry of calledDestinations(world)) if (entry.destination.subset !== '') yield* unknown(entry, world);
  },
};

interface Caller {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly name: string;
}

function* unknown(entry: RuledDestination, world: World): Iterable<Finding> {
  const { host, subset, field } = entry.destination;
  const owner = world.mesh.registry.withHost(host)[0]?.namespace ?? serviceOfHost(host, world.mesh.settings.clusterDomain.value)?.namespace;
  const rules = (rulesByHost(world).get(host) ?? []).filter(({ item }) => !alternatives(world)(item, field.item));
  const at = { item: field.item, path: [...field.path, 'subset'] };
  const defining = rules.find(({ subsets }) => subsets.some(({ name }) => name === subset));
  if (defining === undefined) {
    const problem = undefinedIn(rules, entry, world);
    if (problem !== undefined) yield wrongAt(at, `"${subset}" ${problem.text}`, { severity: problem.severity });
    return;
  }
  if (owner === undefined) return;
  for (const caller of callers(entry, world)) {
    const used = world.mesh.destinationRules.find(caller, host, owner);
    if (used?.subsets.some(({ name }) => name === subset)) continue;
    const [other] = used?.from ?? [];
    const why = other === undefined ? 'and it sees none' : `and it uses ${titled(other.item)}`;
    yield wrongAt(at, `"${subset}" is defined by ${titled(defining.item)}, which ${caller.name} does not use, ${why}`);
    return;
  }
}

function callers({ gateways, virtualService }: RuledDestination, world: World): readonly Caller[] {
  const { namespace } = virtualService;
  const pods = gateways.flatMap((key) => proxiesByKey(world).get(key) ?? []).map(({ workload }) => workload);
  const known = pods.filter((workload) => workload.namespace !== '');
  const own = gateways.includes('mesh') ? [{ namespace, labels: undefined, name: `a caller in namespace "${namespace}"` }] : [];
  return [
    ...known.map((pod) => ({ namespace: pod.namespace, labels: pod.labels, name: `the gateway in namespace "${pod.namespace}"` })),
    ...own,
  ];
}

/** No object of the files defines it. */
function undefinedIn(rules: readonly DestinationRule[], { destination, virtualService }: RuledDestination, world: World) {
  const { host } = destination;
  const [rule] = rules;
  if (rule !== undefined) return { text: `is no subset of ${titled(rule.item)}`, severity: 'error' as const };
  const text = `is defined by no DestinationRule for "${host}"`;
  if (world.complete) return { text, severity: 'error' as const };
  const isKnown = servicesOf(world, host, virtualService.item).length > 0 && closedWorld(world).hasAllServices(virtualService.item);
  return isKnown ? { text, severity: 'warning' as const } : undefined;
}
