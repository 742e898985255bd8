import type { World } from './rule.ts';

/** A function of the world that is worked out once for every world: what several rules look at. */
export function perWorld<Value>(make: (world: World) => Value): (world: World) => Value {
  const made = new WeakMap<World, { readonly value: Value }>();
  return (world) => {
    const before = made.get(world);
    if (before !== undefined) return before.value;
    const value = make(world);
    made.set(world, { value });
    return value;
  };
}
