import { type Imports, imports } from '../../../mesh/outbound/imports.ts';
import { isExportedTo } from '../../../mesh/registry/export-to.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Rule, World } from '../../rule.ts';
import { titled } from '../../spot.ts';
import { gatewaysBehind } from '../../spots/egress-hops.ts';

export const rulesNotImported: Rule = {
  code: 'GI2609',
  name: 'rules-not-imported',
  severity: 'warning',
  summary: 'A Sidecar should import the rules that lead to an egress gateway, together with the host that they are for.',
  why: 'sidecars know the host and not the rules, and send the calls past the gateway',
  fix: 'add the namespace of the VirtualService to `spec.egress[].hosts`, such as `istio-egress/*`',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts',
  *check(world) {
    const rules = world.mesh.virtualServices.boundTo('mesh').filter((rule) => leadsToGateway(world, rule));
    if (rules.length === 0) return;
    for (const sidecar of world.mesh.sidecars.all) {
      const listeners = sidecar.egress.map((listener) => imports(listener.hosts, sidecar.namespace));
      for (const rule of listeners.length > 0 ? rules : []) {
        const host = missedHost(world, sidecar.namespace, listeners, rule);
        if (host !== undefined)
          yield {
            item: sidecar.item,
            path: ['spec', 'egress'],
            message: `\`spec.egress\` imports "${host}", and not ${titled(rule.item)}, which sends its calls to an egress gateway`,
          };
      }
    }
  },
};

const leadsToGateway = (world: World, { http, tls, tcp }: VirtualService): boolean =>
  [...http, ...tls, ...tcp].some(({ destinations }) => destinations.some(({ host }) => gatewaysBehind(world).has(host)));

/** A host of a rule that the pods of a Sidecar may see, and of which they import the service alone. */
function missedHost(world: World, namespace: string, listeners: readonly Imports[], rule: VirtualService): string | undefined {
  if (!isExportedTo(rule.exportTo, namespace)) return undefined;
  if (listeners.some((taken) => taken.takesRules(rule.namespace, rule.hosts, rule.semantics))) return undefined;
  const isImported = (service: Service) =>
    world.mesh.world.isVisible(service, namespace) && listeners.some((taken) => taken.takesService(service.namespace, service.host));
  return rule.hosts.find((host) => world.mesh.registry.withHost(host).some(isImported));
}
