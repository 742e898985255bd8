import type { Item } from '../../../krm/item.ts';
import { refusal, type Taken } from '../../../mesh/gateway-api/listener-sets.ts';
import type { Rule, World } from '../../rule.ts';
import { deep, rootOf, text, titled, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { controllerOf } from '../../spots/gateway-classes.ts';
import { gatewayOfSet } from '../../spots/listeners.ts';

export const listenerSetNotTaken: Rule = {
  code: 'GI2929',
  name: 'listener-set-not-taken',
  severity: 'error',
  summary: 'The Gateway of a ListenerSet must take listeners of its namespace.',
  why: 'none of the listeners is served (`NotAllowed`); a Gateway takes none unless it says so',
  fix: 'set `allowedListeners: {namespaces: {from: Same}}` in the Gateway, or `All`',
  source: 'https://gateway-api.sigs.k8s.io/geps/gep-1713/',
  *check(world) {
    for (const set of world.ofKind(gatewayApi, 'ListenerSet')) {
      const gateway = gatewayOfSet(world, set);
      const refusal = gateway === undefined ? undefined : refusalOf(world, set, gateway);
      if (refusal !== undefined) yield wrong(deep(rootOf(set), 'spec', 'parentRef'), refusal);
    }
  },
};

const withoutSets = new Set(['istio.io/mesh-controller', 'istio.io/eastwest-controller']);

function refusalOf(world: World, set: Item, gateway: Item): string | undefined {
  const className = text(deep(rootOf(gateway), 'spec', 'gatewayClassName'));
  if (withoutSets.has(controllerOf(world, className) ?? '')) return `is ${titled(gateway)}, whose class takes no ListenerSets`;
  const taken = refusal(set, gateway, world.mesh.objects, world.mesh.namespaces);
  return taken && `is ${titled(gateway)}, which takes ${texts[taken]} (\`allowedListeners\`)`;
}

const texts: Readonly<Record<Taken, string>> = {
  All: 'all',
  Same: 'those of its own namespace',
  Selector: 'those of namespaces with other labels',
  None: 'none',
};
