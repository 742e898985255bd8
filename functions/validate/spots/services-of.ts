import type { Item } from '../../krm/item.ts';
import type { Service } from '../../mesh/registry/service.ts';
import type { World } from '../rule.ts';
import { alternatives } from './alternatives.ts';

/** Everything in the registry that has a host, as an object that names it means it: what is not applied with the object is left out. */
export function servicesOf(world: World, host: string, item: Item): readonly Service[] {
  const services = world.mesh.registry.withHost(host);
  if (services.length === 0) return services;
  const areAlternatives = alternatives(world);
  return services.filter(({ field }) => field.item === item || !areAlternatives(field.item, item));
}
