import { asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrong } from '../../spot.ts';
import { addressRules } from '../../spots/gateway-policies.ts';

const balanced = new Set(['LoadBalancer', 'NodePort']);

export const clientAddressLost: Rule = {
  code: 'GI2709',
  name: 'client-address-lost',
  severity: 'warning',
  summary: 'A gateway whose policy looks at addresses of connections should be reached with them.',
  why: 'nodes put their own address in its place, so the policy holds for everybody or for nobody',
  fix: 'set `externalTrafficPolicy: Local` in the Service, or look at `remoteIpBlocks` behind a proxy that sets X-Forwarded-For',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/',
  *check(world) {
    const byService = new Map(
      world
        .ofKind('route.openshift.io', 'Route')
        .map((item) => [`${world.mesh.objects.namespaceOf(item)}/${asText(asRecord(asRecord(item.object.spec).to).name)}`, item]),
    );
    for (const { blocks, kind, proxies } of addressRules(world).filter((rule) => rule.kind === 'ipBlocks'))
      for (const service of proxies.flatMap((proxy) => proxy.services)) {
        const route = byService.get(`${service.namespace}/${service.name}`);
        const isMasked =
          balanced.has(service.type) &&
          asText(asRecord(service.item.object.spec).externalTrafficPolicy) !== 'Local' &&
          service.known === 'files';
        if (isMasked) yield wrong(blocks, `are compared with addresses of nodes: ${titled(service.item)} does not keep those of clients`);
        else if (route !== undefined && kind === 'ipBlocks')
          yield wrong(blocks, `are compared with addresses of routers: ${titled(route)} leads to the gateway`);
      }
  },
};
