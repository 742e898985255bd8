import type { Path } from '../../../diagnostics/path.ts';
import { asList, asRecord, asText } from '../../../mesh/loose.ts';
import type { Finding, Rule } from '../../rule.ts';

const routes = ['Accepted', 'Programmed', 'ResolvedRefs'];
const waypoint = ['istio.io/WaypointBound'];

/** Conditions that are bad when they are False. */
const kinds: readonly (readonly [group: string, kind: string, types: readonly string[]])[] = [
  ['', 'Service', waypoint],
  ['networking.istio.io', 'ServiceEntry', waypoint],
  ['networking.istio.io', 'WorkloadEntry', waypoint],
  ['security.istio.io', 'AuthorizationPolicy', ['ZtunnelAccepted', 'WaypointAccepted']],
  ['gateway.networking.k8s.io', 'Gateway', routes],
  ['gateway.networking.k8s.io', 'HTTPRoute', routes],
  ['gateway.networking.k8s.io', 'GRPCRoute', routes],
  ['gateway.networking.k8s.io', 'TLSRoute', routes],
];

export const negativeCondition: Rule = {
  code: 'GI3025',
  name: 'negative-condition',
  severity: 'warning',
  summary: 'The status of an object should not say that it was refused.',
  why: 'the controller wrote that it cannot carry the object out',
  fix: 'do what the message of the condition asks for',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0171/',
  upstream: ['IST0171'],
  *check(world) {
    for (const [group, kind, types] of kinds)
      for (const item of world.ofKind(group, kind))
        for (const { condition, path } of conditionsOf(item.object.status))
          if (isBad(condition, types)) yield finding(item, path, condition);
  },
};

interface Condition {
  readonly condition: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

function conditionsOf(status: unknown): readonly Condition[] {
  const { conditions, parents } = asRecord(status);
  const at = (list: unknown, path: Path) =>
    asList(list).map((condition, index) => ({ condition: asRecord(condition), path: [...path, 'conditions', index] }));
  return [
    ...at(conditions, ['status']),
    ...asList(parents).flatMap((parent, index) => at(asRecord(parent).conditions, ['status', 'parents', index])),
  ];
}

const isBad = ({ type, status, reason }: Condition['condition'], types: readonly string[]): boolean =>
  (types.includes(asText(type)) && status === 'False') || (type === 'WaypointAccepted' && reason === 'PartiallyInvalid');

function finding(item: Finding['item'], path: Path, { type, reason, message }: Condition['condition']): Finding {
  return {
    item,
    path,
    message: `condition ${asText(type)} is bad: ${asText(reason)}${asText(message) === '' ? '' : `, "${asText(message)}"`}`,
  };
}
