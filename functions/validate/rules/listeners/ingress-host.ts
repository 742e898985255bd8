import { groupBy } from '../../../krm/group-by.ts';
import type { Item } from '../../../krm/item.ts';
import { selects } from '../../../mesh/inventory/labels.ts';
import { speaksTls } from '../../../mesh/listeners/gateway.ts';
import { asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { at, deep, entries, list, rootOf, text, wrong } from '../../spot.ts';
import { istioServers } from '../../spots/istio-gateways.ts';
import { titledServer } from '../../spots/server-pairs.ts';

export const ingressHost: Rule = {
  code: 'GI2120',
  name: 'ingress-host',
  severity: 'warning',
  summary: 'An Ingress of Istio should not serve a TLS host that a Gateway of the same pods serves.',
  why: 'an Ingress becomes a Gateway of the ingress gateway; of two with one host the younger one is skipped, with all of its hosts',
  fix: 'serve the host in one of the two',
  source: 'istio/istio, pilot/pkg/networking/core/gateway_simulation_test.go (ingress shared TLS cert conflict)',
  *check(world) {
    const selector = asText(world.mesh.settings.meshConfig.ingressSelector) || 'ingressgateway';
    const served = istioServers(world).filter((server) => speaksTls(server) && selects(server.gateway.selector, { istio: selector }));
    const byPort = groupBy(served, ({ port }) => port).get(443) ?? [];
    for (const item of byPort.length === 0 ? [] : world.ofKind('networking.k8s.io', 'Ingress').filter((entry) => isOfIstio(entry, world))) {
      for (const host of list(deep(rootOf(item), 'spec'), 'tls').flatMap((tls) => entries(at(tls, 'hosts')))) {
        const other = byPort.find(({ hosts }) => hosts.some(({ name }) => name === text(host)));
        if (other !== undefined) yield wrong(host, `"${text(host)}" is served by ${titledServer(other)}, too: the younger one is skipped`);
      }
    }
  },
};

function isOfIstio(item: Item, world: World): boolean {
  const name =
    asText(asRecord(item.object.spec).ingressClassName) || item.object.metadata.annotations?.['kubernetes.io/ingress.class'] || '';
  const ingressClass = world.mesh.objects.find('networking.k8s.io', 'IngressClass', '', name);
  return ingressClass === undefined
    ? name === 'istio'
    : asText(asRecord(ingressClass.object.spec).controller) === 'istio.io/ingress-controller';
}
