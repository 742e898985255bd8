import type { HostName } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import { type Age, ageOf, byAge } from '../age.ts';
import { below, type Field } from '../field.ts';
import { qualifyHost } from '../hosts/qualify.ts';
import type { Labels } from '../inventory/labels.ts';
import { asLabels, asList, asRecord, asText, asTexts, isSet } from '../loose.ts';
import { type ExportTo, exportTo } from './export-to.ts';
import { type TrafficPolicy, trafficPolicy } from './traffic-policy.ts';

/** One DestinationRule object. */
export interface DestinationRule {
  readonly item: Item;
  readonly namespace: string;
  readonly host: HostName;
  readonly hostField: Field;
  /** Pods of its own namespace that use it as clients; `undefined` for all clients. */
  readonly workloadSelector: Labels | undefined;
  readonly exportTo: ExportTo;
  readonly policy: TrafficPolicy | undefined;
  readonly subsets: readonly Subset[];
  readonly age: Age;
}

export interface Subset {
  readonly name: string;
  readonly labels: Labels;
  readonly policy: TrafficPolicy | undefined;
  readonly field: Field;
}

/** DestinationRules in the order in which istiod merges them: with a selector first, then the oldest. */
export const inOrder = (rules: readonly DestinationRule[]): readonly DestinationRule[] =>
  rules.toSorted((a, b) => rank(a) - rank(b) || byAge(a.age, b.age));

const rank = (rule: DestinationRule): number => (rule.workloadSelector ? 0 : 1);

export function destinationRule(item: Item, namespace: string, clusterDomain: string): DestinationRule {
  const spec = asRecord(item.object.spec);
  const selector = isSet(spec.workloadSelector) ? asLabels(asRecord(spec.workloadSelector).matchLabels) : undefined;
  const root: Field = { item, path: ['spec'] };
  return {
    item,
    namespace,
    host: qualifyHost(asText(spec.host), namespace, clusterDomain),
    hostField: below(root, 'host'),
    workloadSelector: selector,
    exportTo: exportTo(selector ? ['.'] : asTexts(spec.exportTo), [], namespace),
    policy: trafficPolicy(spec.trafficPolicy, below(root, 'trafficPolicy')),
    subsets: asList(spec.subsets).map((value, index) => {
      const subset = asRecord(value);
      const field = below(root, 'subsets', index);
      return {
        name: asText(subset.name),
        labels: asLabels(subset.labels),
        policy: trafficPolicy(subset.trafficPolicy, below(field, 'trafficPolicy')),
        field,
      };
    }),
    age: ageOf(item, namespace),
  };
}
