import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import { policyForPort } from '../../../mesh/registry/traffic-policy.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';

export const mutualTlsToDisabled: Rule = {
  code: 'GI3036',
  name: 'mutual-tls-to-disabled',
  severity: 'error',
  summary: 'Callers must not be told to use mTLS for pods that take plain text only.',
  why: 'the sidecar of the server does not understand the connection, and the caller answers 503',
  fix: 'delete `tls` of the DestinationRule: the mode that fits is then used by itself',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  upstream: ['KIA0205', 'KIA0206', 'KIA0505', 'KIA0506'],
  *check(world) {
    for (const rule of world.mesh.destinationRules.rules) {
      if (!demandsMtls(rule)) continue;
      const found = world.mesh.registry.withHost(rule.host).flatMap((service) => refused(rule, service, world));
      if (found[0] !== undefined) yield found[0];
    }
  },
};

const demandsMtls = ({ policy }: DestinationRule): boolean =>
  policy?.tls?.mode === 'ISTIO_MUTUAL' || policy?.portLevelSettings.some((entry) => entry.policy.tls?.mode === 'ISTIO_MUTUAL') === true;

function refused({ policy }: DestinationRule, service: Service, { mesh }: World): readonly Finding[] {
  return service.ports.flatMap((port) => {
    const tls = policyForPort(policy, port.port).policy?.tls;
    if (tls?.mode !== 'ISTIO_MUTUAL') return [];
    const plain = mesh.endpoints.of(service, port).flatMap(({ workload, labels, namespace, port: number }) => {
      const { mode, policy: by } = mesh.peerAuthentications.modeOf(namespace, labels, number);
      return workload?.proxy.kind === 'sidecar' && mode === 'DISABLE' && by !== undefined ? [{ workload, by }] : [];
    });
    return plain.map(({ workload, by }) =>
      wrongAt(tls.field, `asks for mTLS to "${service.host}", and ${titled(by.item)} switches it off for its pods (${workload.key})`),
    );
  });
}
