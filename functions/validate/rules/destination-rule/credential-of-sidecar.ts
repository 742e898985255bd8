import type { Field } from '../../../mesh/field.ts';
import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import type { ClientTls, TrafficPolicy } from '../../../mesh/registry/traffic-policy.ts';
import { perWorld } from '../../per-world.ts';
import type { Finding, Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { ruledDestinations } from '../../spots/egress-hops.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';

export const credentialOfSidecar: Rule = {
  code: 'GI2509',
  name: 'credential-of-sidecar',
  severity: 'warning',
  summary: 'A rule with `credentialName` should be for gateways, or have a `workloadSelector`.',
  why: 'sidecars ignore `credentialName`, and TLS with it: they send plain text to the TLS port',
  fix: 'add a `workloadSelector` and let the pods read Secrets, send the requests through a gateway, or mount the files into the pods',
  source:
    'istio/istio, pilot/pkg/networking/core/cluster_tls.go; https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
  upstream: ['IST0128', 'IST0129'],
  *check(world) {
    for (const rule of istioDestinationRules(world)) {
      if (rule.workloadSelector !== undefined) continue;
      const callers = callersOf(world).get(rule.host);
      if (callers !== undefined && !callers.has('mesh')) continue;
      for (const { field } of settingsOf(rule)) {
        const at = { item: field.item, path: [...field.path, 'credentialName'] };
        const upstream = [field.path.includes('portLevelSettings') ? 'IST0129' : 'IST0128'];
        yield { ...problemAt(at, rule, callers), upstream };
      }
    }
  },
};

function problemAt(at: Field, { host }: DestinationRule, callers: ReadonlySet<string> | undefined): Finding {
  if (callers === undefined) return wrongAt(at, `is ignored by sidecars, which send plain text; no gateway in the files calls "${host}"`);
  if (callers.size > 1) return wrongAt(at, `is ignored by sidecars, which call "${host}" beside gateways`);
  return wrongAt(at, `is ignored by sidecars, which call "${host}" in plain text`, { severity: 'error' });
}

/** Who calls a host: `mesh`, and names of Gateways. */
const callersOf = perWorld((world): ReadonlyMap<string, ReadonlySet<string>> => {
  const byHost = new Map<string, Set<string>>();
  for (const { destination, gateways } of ruledDestinations(world)) {
    const known = byHost.get(destination.host) ?? new Set();
    byHost.set(destination.host, new Set([...known, ...gateways]));
  }
  return byHost;
});

function settingsOf({ policy, subsets }: DestinationRule): readonly ClientTls[] {
  const whole: readonly (TrafficPolicy | undefined)[] = [policy, ...subsets.map((subset) => subset.policy)];
  const all = whole.flatMap((entry) => (entry === undefined ? [] : [entry, ...entry.portLevelSettings.map((port) => port.policy)]));
  return all.flatMap(({ tls }) => {
    const isOrigination = tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL';
    return tls !== undefined && isOrigination && tls.credentialName !== '' && !tls.credentialName.startsWith('configmap://') ? [tls] : [];
  });
}
