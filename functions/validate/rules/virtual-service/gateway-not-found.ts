import { groupBy } from '../../../mesh/group-by.ts';
import { qualifyGateway } from '../../../mesh/hosts/qualify.ts';
import type { Gateway } from '../../../mesh/listeners/gateway.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { type Spot, text, wrong } from '../../spot.ts';
import { gatewaysByKey } from '../../spots/gateway-proxies.ts';
import { istioGateways } from '../../spots/istio-gateways.ts';
import { virtualServices } from '../../spots/virtual-service.ts';

export const gatewayNotFound: Rule = {
  code: 'GI2403',
  name: 'gateway-not-found',
  severity: 'error',
  summary: 'The gateways of a VirtualService must exist.',
  why: 'a name without a namespace means a Gateway beside the VirtualService; without that Gateway no request meets these routes',
  fix: 'write `namespace/name` of the Gateway',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  upstream: ['IST0101', 'KIA1102'],
  *check(world) {
    const byName = groupBy(istioGateways(world), ({ name }) => name);
    for (const { gateways } of virtualServices(world)) {
      for (const gateway of gateways.filter((entry) => isGatewayName(text(entry)))) {
        const key = qualifyGateway(text(gateway), world.mesh.objects.namespaceOf(gateway.item));
        if (!gatewaysByKey(world).has(key)) yield* missing(gateway, key, byName, world);
      }
    }
  },
};

function* missing(gateway: Spot, key: string, byName: ReadonlyMap<string, readonly Gateway[]>, world: World): Iterable<Finding> {
  const [owner = '', name = ''] = key.split('/');
  const [twin] = byName.get(name) ?? [];
  if (twin === undefined) {
    const severity = severityOf(gateway, owner, world);
    if (severity !== undefined) yield wrong(gateway, `"${text(gateway)}" ${isOfGatewayApi(owner, name, world)}`, { severity });
  } else if (isCertain(gateway, owner, twin.item.id.namespace)) {
    const fix = `write \`${twin.namespace}/${name}\``;
    yield wrong(gateway, `"${text(gateway)}" is no Gateway of namespace "${owner}", but of "${twin.namespace}"`, { fix });
  }
}

const isGatewayName = (name: string): boolean => name !== '' && name !== 'mesh' && !name.endsWith('/mesh');

/** A twin counts only where nobody sets namespaces later. */
function isCertain({ item }: Spot, owner: string, twin: string | undefined): boolean {
  return twin !== undefined && (item.id.namespace !== undefined || owner !== 'default');
}

function severityOf({ item }: Spot, owner: string, world: World): 'error' | 'warning' | undefined {
  if (world.complete) return 'error';
  const isBeside = owner === world.mesh.objects.namespaceOf(item);
  return isBeside && closedWorld(world).hasAllServices(item) && world.ofKind('networking.istio.io', 'Gateway').length > 0
    ? 'warning'
    : undefined;
}

function isOfGatewayApi(namespace: string, name: string, { mesh }: World): string {
  return mesh.objects.find('gateway.networking.k8s.io', 'Gateway', namespace, name) === undefined
    ? `is no Gateway of namespace "${namespace}"`
    : 'is a Gateway of the Gateway API, which takes HTTPRoutes and no VirtualServices';
}
