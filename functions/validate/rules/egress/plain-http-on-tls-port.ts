import { isSubsetOf } from '../../../hosts/host-name.ts';
import { below } from '../../../mesh/field.ts';
import { isHttp } from '../../../mesh/inventory/protocol.ts';
import type { TrafficPolicy } from '../../../mesh/registry/traffic-policy.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';

export const plainHttpOnTlsPort: Rule = {
  code: 'GI2604',
  name: 'plain-http-on-tls-port',
  severity: 'warning',
  summary: 'Port 443 of an outside host should not be declared as plain HTTP, unless proxies begin TLS to it.',
  why: 'that port takes TLS: plain HTTP is refused there; TLS of clients is not taken for HTTP, rules and telemetry do not hold, and under REGISTRY_ONLY the calls fail',
  fix: 'write `protocol: HTTPS`, or port 80 with `targetPort: 443` and a DestinationRule with `tls: {mode: SIMPLE}`',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#sending-https-to-an-http-port',
  *check(world) {
    for (const service of world.mesh.registry.services)
      for (const port of service.registry === 'external' ? service.ports : [])
        if (isHttp(port.protocol) && port.targetPort === 443 && !tlsHosts(world).some((host) => isSubsetOf(service.host, host)))
          yield wrongAt(
            below(port.field, 'protocol'),
            port.port === 443
              ? `is ${port.protocol} on port 443 of "${service.host}", and no DestinationRule begins TLS`
              : `is ${port.protocol}, which goes to port 443 of "${service.host}" in plain text: no DestinationRule begins TLS`,
          );
  },
};

/** The hosts to which DestinationRules begin TLS, in their own policy, for a port or for a subset. */
const tlsHosts = perWorld((world): readonly string[] => {
  const begins = (policy: TrafficPolicy | undefined): boolean =>
    policy?.tls?.mode === 'SIMPLE' ||
    policy?.tls?.mode === 'MUTUAL' ||
    policy?.portLevelSettings.some((entry) => begins(entry.policy)) === true;
  return world.mesh.destinationRules.rules
    .filter(({ policy, subsets }) => begins(policy) || subsets.some((subset) => begins(subset.policy)))
    .map(({ host }) => host);
});
