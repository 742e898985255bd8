import type { TrafficPolicy } from '../../../mesh/registry/traffic-policy.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';

export const portLevelReplaces: Rule = {
  code: 'GI2504',
  name: 'port-level-replaces',
  severity: 'warning',
  summary: 'Settings of a port should say again what holds for all ports.',
  why: 'for that port nothing else of the policy counts: what its settings leave out has the default of Istio',
  fix: 'copy the block into the settings of the port',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy',
  *check(world) {
    const { autoMtls } = world.mesh.settings;
    for (const policy of policies(world)) {
      for (const { port, policy: own } of policy.portLevelSettings) {
        const lost = blocks.filter((block) => policy[block] !== undefined && own[block] === undefined);
        if (lost.length === 0) continue;
        const isGrave = lost.includes('tls') && !(policy.tls?.mode === 'ISTIO_MUTUAL' && autoMtls.value);
        yield wrongAt(
          own.field,
          `leaves out ${lost.map((block) => `\`${block}\``).join(', ')} of the policy for port ${port}`,
          isGrave ? {} : { severity: 'info' },
        );
      }
    }
  },
};

const blocks = ['tls', 'loadBalancer', 'connectionPool', 'outlierDetection'] as const;

const policies = perWorld((world): readonly TrafficPolicy[] =>
  istioDestinationRules(world).flatMap(({ policy, subsets }) =>
    [policy, ...subsets.map((subset) => subset.policy)].filter((entry) => entry !== undefined),
  ),
);
