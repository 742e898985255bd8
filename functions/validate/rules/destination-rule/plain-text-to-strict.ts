import { valueAt } from '../../../diagnostics/path.ts';
import { isSubsetOf, isWildcard } from '../../../hosts/host-name.ts';
import { asRecord } from '../../../mesh/loose.ts';
import type { DestinationRule } from '../../../mesh/registry/destination-rules.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import { type ClientTls, policyForPort } from '../../../mesh/registry/traffic-policy.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { istioDestinationRules } from '../../spots/istio-rules.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const plainTextToStrict: Rule = {
  code: 'GI2514',
  name: 'plain-text-to-strict',
  severity: 'error',
  summary: 'Callers must not be told to send plain text to pods that demand mTLS.',
  why: 'the sidecar of the server closes the connection, and the caller answers 503',
  fix: 'use `ISTIO_MUTUAL`, or delete `tls`: mTLS is then used by itself',
  source: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  upstream: ['KIA0207', 'KIA0208'],
  *check(world) {
    for (const rule of istioDestinationRules(world)) {
      if (!isDisabling(rule)) continue;
      for (const service of servicesOfRule(rule, world)) {
        const finding = refused(rule, service, world);
        if (finding === undefined) continue;
        yield finding;
        break;
      }
    }
  },
};

function isDisabling({ policy }: DestinationRule): boolean {
  return [policy, ...(policy?.portLevelSettings ?? []).map((entry) => entry.policy)].some((entry) => isWritten(entry?.tls));
}

/** Rule GI2506 is about settings that leave the mode out, which means the same. */
const isWritten = (tls: ClientTls | undefined): tls is ClientTls =>
  tls?.mode === 'DISABLE' && asRecord(valueAt(tls.field.item.object, tls.field.path)).mode === 'DISABLE';

function servicesOfRule({ host, item }: DestinationRule, world: World): readonly Service[] {
  return isWildcard(host)
    ? world.mesh.registry.services.filter((service) => isSubsetOf(service.host, host))
    : servicesOf(world, host, item);
}

function refused({ policy }: DestinationRule, service: Service, { mesh }: World): Finding | undefined {
  for (const port of service.ports) {
    const tls = policyForPort(policy, port.port).policy?.tls;
    if (!isWritten(tls)) continue;
    for (const { workload, labels, namespace, port: number } of mesh.endpoints.of(service, port)) {
      const { mode, policy: by } = mesh.peerAuthentications.modeOf(namespace, labels, number);
      if (workload?.proxy.kind !== 'sidecar' || workload.proxy.truth.verdict === 'no' || mode !== 'STRICT' || by === undefined) continue;
      return wrongAt(
        tls.field,
        `switches TLS off for "${service.host}", whose pods (${workload.key}) take mTLS only by ${titled(by.item)}`,
      );
    }
  }
  return undefined;
}
