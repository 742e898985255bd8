import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, deep, list, rootOf, type Spot, text } from '../spot.ts';
import { gatewayApi } from './cross-references.ts';
import { classOf } from './gateway-classes.ts';

/** A listener of a Gateway, or of a ListenerSet whose Gateway is in the files. */
export interface ListenerSpot {
  readonly spot: Spot;
  readonly gateway: Item;
  readonly className: string;
  readonly implementation: ReturnType<typeof classOf>;
}

export const listenerSpots = perWorld((world): readonly ListenerSpot[] => [
  ...world.ofKind(gatewayApi, 'Gateway').flatMap((item) => listenersOf(world, item, item)),
  ...world.ofKind(gatewayApi, 'ListenerSet').flatMap((item) => {
    const gateway = gatewayOfSet(world, item);
    return gateway === undefined ? [] : listenersOf(world, item, gateway);
  }),
]);

function listenersOf(world: World, owner: Item, gateway: Item): readonly ListenerSpot[] {
  const className = text(deep(rootOf(gateway), 'spec', 'gatewayClassName'));
  const implementation = classOf(world, className);
  return list(at(rootOf(owner), 'spec'), 'listeners').map((spot) => ({ spot, gateway, className, implementation }));
}

/** The Gateway to which a ListenerSet adds its listeners, where it is in the files. */
export function gatewayOfSet(world: World, item: Item): Item | undefined {
  const parent = deep(rootOf(item), 'spec', 'parentRef');
  const namespace = text(at(parent, 'namespace')) || world.mesh.objects.namespaceOf(item);
  return world.mesh.objects.find(gatewayApi, 'Gateway', namespace, text(at(parent, 'name')));
}
