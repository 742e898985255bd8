import { isWildcard } from '../../../hosts/host-name.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { hostIndex } from '../../../mesh/hosts/host-index.ts';
import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';

export const generalRuleReplaced: Rule = {
  code: 'GI2503',
  name: 'general-rule-replaced',
  severity: 'warning',
  summary: 'A rule for one host should say again what a rule for a wildcard says about TLS.',
  why: 'the rule with the more specific host is used alone: nothing of the other one holds',
  fix: 'copy `trafficPolicy.tls` into the rule',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  upstream: ['KIA0204'],
  *check(world) {
    const areAlternatives = alternatives(world);
    const { settings } = world.mesh;
    for (const rule of istioDestinationRules(world)) {
      if (rule.policy?.tls !== undefined || rule.workloadSelector !== undefined) continue;
      const general = generalRules(world);
      const covering = [rule.namespace, settings.rootNamespace.value].flatMap(
        (namespace) => general.get(namespace)?.covering(rule.host) ?? [],
      );
      const other = covering.flat().find((entry) => entry !== rule && entry.host !== rule.host && !areAlternatives(entry.item, rule.item));
      const mode = other?.policy?.tls?.mode;
      if (other === undefined || mode === undefined) continue;
      const isAutomatic = mode === 'ISTIO_MUTUAL' && settings.autoMtls.value;
      const text = `takes the place of ${titled(other.item)}, whose \`tls\` (${mode}) does not hold for "${rule.host}"`;
      yield wrongAt(rule.policy?.field ?? rule.hostField, text, isAutomatic ? { severity: 'info' } : {});
    }
  },
};

/** Rules for wildcards that say something about TLS, by namespace. */
const generalRules = perWorld((world) => {
  const rules = istioDestinationRules(world).filter(({ host, policy }) => isWildcard(host) && policy?.tls !== undefined);
  return new Map(
    [...groupBy(rules, ({ namespace }) => namespace)].map(([namespace, group]) => [namespace, hostIndex(groupBy(group, hostOf))]),
  );
});

const hostOf = ({ host }: DestinationRule): string => host;
