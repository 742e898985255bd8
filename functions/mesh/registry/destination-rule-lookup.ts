import type { HostName } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import { hostIndex } from '../hosts/host-index.ts';
import { type Labels, sameLabels, selects } from '../inventory/labels.ts';
import { memo } from '../lazy.ts';
import type { DestinationRule, Subset } from './destination-rules.ts';
import { isExportedTo } from './export-to.ts';
import type { TrafficPolicy } from './traffic-policy.ts';
import { underPolicy } from './under-policy.ts';

/** Several DestinationRules of one host and namespace as one (`pilot/pkg/model/destination_rule.go`). */
export interface MergedDestinationRule {
  readonly host: HostName;
  readonly namespace: string;
  readonly workloadSelector: Labels | undefined;
  /** Of the first object that has one; those of the others are without effect. */
  readonly policy: TrafficPolicy | undefined;
  readonly subsets: readonly Subset[];
  /** Subsets whose name an earlier object has taken: without effect. */
  readonly lostSubsets: readonly Subset[];
  readonly from: readonly DestinationRule[];
  /** Who may see it, by the first object's `exportTo`. */
  readonly exportTo: DestinationRule['exportTo'];
}

/** Which DestinationRule a client uses for a host. */
export interface DestinationRuleLookup {
  readonly rules: readonly DestinationRule[];
  rulesIn(namespace: string): readonly DestinationRule[];
  /**
   * The rule that a client in a namespace uses for a host of a service in `serviceNamespace`: the most specific host in the client's
   * namespace, else in the service's, else in the root namespace; nothing is merged across namespaces.
   */
  find(
    client: { readonly namespace: string; readonly labels: Labels | undefined },
    host: HostName,
    serviceNamespace: string,
  ): MergedDestinationRule | undefined;
}

type Index = ReturnType<typeof hostIndex<readonly MergedDestinationRule[]>>;

/** The DestinationRules to look in, in the order in which they are merged. */
export interface WrittenRules {
  readonly all: readonly DestinationRule[];
  inNamespace(namespace: string): readonly DestinationRule[];
}

export function destinationRuleLookup(
  written: WrittenRules,
  rootNamespace: string,
  defaultExportTo: readonly string[],
): DestinationRuleLookup {
  const privateByDefault = defaultExportTo.includes('.');
  const isLocal = (rule: DestinationRule) => !rule.exportTo.written || isExportedTo(rule.exportTo, rule.namespace);
  const isPrivate = (rule: DestinationRule) =>
    rule.exportTo.written
      ? !rule.exportTo.everywhere && rule.exportTo.namespaces.size === 1 && rule.exportTo.namespaces.has(rule.namespace)
      : privateByDefault;
  const index = (keep: (rule: DestinationRule) => boolean) =>
    memo((namespace: string): Index => hostIndex(merged(written.inNamespace(namespace).filter(keep))));
  const local = index(isLocal);
  const exported = index((rule) => !isPrivate(rule));
  const rootOnly = index((rule) => isPrivate(rule));

  const exportedFrom = (owner: string, host: HostName, client: string) =>
    (exported(owner).find(host)?.value ?? []).filter((rule) => !rule.exportTo.written || isExportedTo(rule.exportTo, client));

  const candidates = (host: HostName, client: string, serviceNamespace: string): readonly MergedDestinationRule[] => {
    const own = client === rootNamespace ? rootOnly(client).find(host) : local(client).find(host);
    if (own) return own.value;
    const ofService = exportedFrom(serviceNamespace, host, client);
    return ofService.length > 0 ? ofService : exportedFrom(rootNamespace, host, client);
  };

  return {
    get rules() {
      return written.all;
    },
    rulesIn: written.inNamespace,
    find({ namespace, labels }, host, serviceNamespace) {
      let general: MergedDestinationRule | undefined;
      for (const rule of candidates(host, namespace, serviceNamespace)) {
        if (!rule.workloadSelector) general = rule;
        else if (labels && rule.namespace === namespace && selects(rule.workloadSelector, labels)) return rule;
      }
      return general;
    },
  };
}

/** Merges the rules of one namespace, given in order. Only rules with the same `exportTo` and the same selector become one. */
function merged(rules: readonly DestinationRule[]): Map<HostName, MergedDestinationRule[]> {
  const byHost = new Map<HostName, MergedDestinationRule[]>();
  for (const rule of rules) {
    const known = byHost.get(rule.host) ?? [];
    const { list, placed } = mergedInto(known, rule);
    byHost.set(rule.host, placed ? list : [...list, asMerged(rule)]);
  }
  return byHost;
}

/** Walks istiod's own way through the rules known so far, which may add a rule to one of them and still keep it apart. */
function mergedInto(known: readonly MergedDestinationRule[], rule: DestinationRule): { list: MergedDestinationRule[]; placed: boolean } {
  let placed = false;
  const list = known.map((existing) => {
    placed = false;
    if (existing.exportTo.key === rule.exportTo.key) placed = true;
    else if (existing.exportTo.key === '' || !isSuperset(rule, existing)) return existing;
    const both = rule.workloadSelector !== undefined && existing.workloadSelector !== undefined;
    const same = sameLabels(rule.workloadSelector ?? {}, existing.workloadSelector ?? {});
    if (both && !same) {
      placed = false;
      return existing;
    }
    if (both || (!rule.workloadSelector && !existing.workloadSelector)) placed = true;
    return joined(existing, rule);
  });
  return { list, placed };
}

function isSuperset(rule: DestinationRule, existing: MergedDestinationRule): boolean {
  const own = new Set(rule.exportTo.key.split(','));
  return existing.exportTo.key.split(',').every((entry) => own.has(entry));
}

function joined(existing: MergedDestinationRule, rule: DestinationRule): MergedDestinationRule {
  const names = new Set(existing.subsets.map((subset) => subset.name));
  return {
    ...existing,
    policy: joinedPolicy(existing, rule),
    subsets: [...existing.subsets, ...rule.subsets.filter((subset) => !names.has(subset.name))],
    lostSubsets: [...existing.lostSubsets, ...rule.subsets.filter((subset) => names.has(subset.name))],
    from: [...existing.from, rule],
  };
}

/** The first one's; what a BackendTLSPolicy says counts only where a DestinationRule says nothing. */
function joinedPolicy(existing: MergedDestinationRule, rule: DestinationRule): TrafficPolicy | undefined {
  const [first] = existing.from;
  if (first && isBackendPolicy(first) === isBackendPolicy(rule)) return existing.policy ?? rule.policy;
  return isBackendPolicy(rule) ? underPolicy(existing.policy, rule.policy) : underPolicy(rule.policy, existing.policy);
}

function isBackendPolicy({ item }: DestinationRule): boolean {
  return item.id.kind === 'BackendTLSPolicy';
}

function asMerged(rule: DestinationRule): MergedDestinationRule {
  const { host, namespace, workloadSelector, policy, subsets } = rule;
  return { host, namespace, workloadSelector, policy, subsets, lostSubsets: [], from: [rule], exportTo: rule.exportTo };
}

/** The objects that a merged rule was made of. */
export function itemsOf(rule: MergedDestinationRule): readonly Item[] {
  return rule.from.map((part) => part.item);
}
