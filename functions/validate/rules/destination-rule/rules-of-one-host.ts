import { valueAt } from '../../../diagnostics/path.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Field } from '../../../mesh/field.ts';
import type { MergedDestinationRule } from '../../../mesh/registry/destination-rule-lookup.ts';
import type { Finding, Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';

export const rulesOfOneHost: Rule = {
  code: 'GI2502',
  name: 'rules-of-one-host',
  severity: 'warning',
  summary: 'DestinationRules of one host and namespace should have one traffic policy, and subsets of different names.',
  why: 'istiod merges them, and keeps the first policy and the first subset of a name only: those of the object that is older',
  fix: 'write them into one DestinationRule',
  source: 'istio/istio, pilot/pkg/model/destination_rule.go (mergeDestinationRule)',
  upstream: ['KIA0201'],
  *check(world) {
    const { destinationRules } = world.mesh;
    const areAlternatives = alternatives(world);
    const groups = groupBy(
      istioDestinationRules(world).filter(({ workloadSelector }) => !workloadSelector),
      ({ namespace, host }) => `${namespace} ${host}`,
    );
    for (const [first, ...more] of groups.values()) {
      if (first === undefined || more.length === 0 || more.every(({ item }) => areAlternatives(item, first.item))) continue;
      const merged = destinationRules.find({ namespace: first.namespace, labels: undefined }, first.host, first.namespace);
      if (merged !== undefined && merged.from.length > 1) yield* lostIn(merged);
    }
  },
};

function* lostIn({ from, policy, subsets, lostSubsets }: MergedDestinationRule): Iterable<Finding> {
  for (const rule of from.filter(({ item }) => item.id.kind === 'DestinationRule'))
    if (policy !== undefined && rule.policy !== undefined && rule.policy !== policy && !isSame(rule.policy.field, policy.field))
      yield wrongAt(
        rule.policy.field,
        `does not count: ${titled(policy.field.item)} has one for the same host, and only that of the older object is used`,
      );
  for (const { name, field } of lostSubsets) {
    const kept = subsets.find((subset) => subset.name === name);
    if (kept !== undefined && !isSame(kept.field, field))
      yield wrongAt(
        { item: field.item, path: [...field.path, 'name'] },
        `"${name}" is a subset of ${titled(kept.field.item)}, too, and only that of the older object is used`,
      );
  }
}

function isSame(a: Field, b: Field): boolean {
  return JSON.stringify(valueAt(a.item.object, a.path)) === JSON.stringify(valueAt(b.item.object, b.path));
}
