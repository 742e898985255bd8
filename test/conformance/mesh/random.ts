/** A small generator of repeatable randomness (mulberry32). */
export interface Random {
  /** From 0 up to, not including, `below`. */
  integer(below: number): number;
  chance(probability: number): boolean;
  pick<Entry>(list: readonly Entry[]): Entry;
  /** Some entries of a list, each once, in the order of the list. */
  some<Entry>(list: readonly Entry[], atLeast: number, atMost: number): Entry[];
  times<Entry>(atLeast: number, atMost: number, make: (index: number) => Entry): Entry[];
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (below: number) => Math.floor(next() * below);
  const pick = <Entry>(list: readonly Entry[]): Entry => {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[integer(list.length)] as Entry;
  };
  const count = (atLeast: number, atMost: number) => atLeast + integer(atMost - atLeast + 1);
  return {
    integer,
    chance: (probability) => next() < probability,
    pick,
    some(list, atLeast, atMost) {
      const wanted = Math.min(count(atLeast, atMost), list.length);
      const chosen = new Set<number>();
      while (chosen.size < wanted) chosen.add(integer(list.length));
      return list.filter((_, index) => chosen.has(index));
    },
    times: (atLeast, atMost, make) => Array.from({ length: count(atLeast, atMost) }, (_, index) => make(index)),
  };
}
