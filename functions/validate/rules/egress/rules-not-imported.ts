import type { Item } from '../../../krm/item.ts';
import { type Imports, imports } from '../../../mesh/outbound/imports.ts';
import { isExportedTo } from '../../../mesh/registry/export-to.ts';
import type { Service } from '../../../mesh/registry/service.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
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
      if (listeners.length === 0) continue;
      const missed = rules.filter((rule) => isMissed(sidecar.namespace, listeners, rule));
      for (const rule of missed) {
        const host = importedHost(world, sidecar.namespace, listeners, rule);
        if (host !== undefined)
          yield {
            item: sidecar.item,
            path: ['spec', 'egress'],
            message: `\`spec.egress\` imports "${host}", and not ${titled(rule.item)}, which sends its calls to an egress gateway`,
          };
      }
      yield* unseen(
        sidecar.item,
        missed.filter(
          (rule) => importedHost(world, sidecar.namespace, listeners, rule) === undefined && !alternatives(world)(sidecar.item, rule.item),
        ),
      );
    }
  },
};

const leadsToGateway = (world: World, { http, tls, tcp }: VirtualService): boolean =>
  [...http, ...tls, ...tcp].some(({ destinations }) => destinations.some(({ host }) => gatewaysBehind(world).has(host)));

/** Neither the rules nor their hosts: as it may be meant, for pods that do not call them. */
function* unseen(item: Item, [rule, ...more]: readonly VirtualService[]): Iterable<Finding> {
  if (rule === undefined) return;
  const others = more.length === 0 ? '' : `, nor ${more.length} other${more.length === 1 ? '' : 's'}`;
  yield {
    item,
    path: ['spec', 'egress'],
    message: `\`spec.egress\` does not import ${titled(rule.item)}${others}: calls of "${rule.hosts[0] ?? ''}" go past the egress gateway`,
    severity: 'info',
  };
}

const isMissed = (namespace: string, listeners: readonly Imports[], rule: VirtualService): boolean =>
  isExportedTo(rule.exportTo, namespace) && !listeners.some((taken) => taken.takesRules(rule.namespace, rule.hosts, rule.semantics));

/** A host of a rule that the pods of a Sidecar may see, and of which they import the service alone. */
function importedHost(world: World, namespace: string, listeners: readonly Imports[], rule: VirtualService): string | undefined {
  const isImported = (service: Service) =>
    world.mesh.world.isVisible(service, namespace) && listeners.some((taken) => taken.takesService(service.namespace, service.host));
  return rule.hosts.find((host) => world.mesh.registry.withHost(host).some(isImported));
}
