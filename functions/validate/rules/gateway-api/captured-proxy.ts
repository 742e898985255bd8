import { asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { deep, isSet, rootOf, text } from '../../spot.ts';

const inbound = 'traffic.sidecar.istio.io/includeInboundPorts';

export const capturedProxy: Rule = {
  code: 'GI2912',
  name: 'captured-proxy',
  severity: 'warning',
  summary: 'Where the pods of Envoy Gateway have sidecars, these should not capture what comes in.',
  why: 'the sidecar takes the connections of clients for calls within the mesh, and passes on neither their address nor their TLS as it came',
  fix: `add the annotation \`${inbound}: ""\` to the pods`,
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/',
  *check(world) {
    for (const item of world.ofKind('gateway.envoyproxy.io', 'EnvoyProxy'))
      for (const kind of ['envoyDeployment', 'envoyDaemonSet']) {
        const pod = deep(rootOf(item), 'spec', 'provider', 'kubernetes', kind, 'pod');
        const labels = asRecord(deep(pod, 'labels').value);
        const isInjected = asText(labels['sidecar.istio.io/inject']) === 'true' || isSet(deep(pod, 'labels', 'istio.io/rev'));
        const annotation = deep(pod, 'annotations', inbound);
        if (isInjected && (!isSet(annotation) || text(annotation) !== ''))
          yield {
            item,
            path: ['spec', 'provider', 'kubernetes', kind, 'pod'],
            message: `the pods are injected, without the annotation \`${inbound}: ""\``,
          };
      }
  },
};
