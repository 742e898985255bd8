import type { ExplainedHop, Onward } from './explanation.ts';

/** A branch, and the pods at which the same happens. */
export interface MergedOnward extends Onward {
  readonly others: readonly string[];
}

/** Branches to different pods of one destination at which the same happens, told once. */
export function alikeMerged(onward: readonly Onward[]): readonly MergedOnward[] {
  const merged = new Map<string, { first: Onward; share: number; others: string[] }>();
  for (const branch of onward) {
    const key = `${branch.to} ${shapeOf(branch.next)}`;
    const known = merged.get(key);
    if (!known) merged.set(key, { first: branch, share: branch.share, others: [] });
    else {
      known.share += branch.share;
      known.others.push(podsOf(branch.next));
    }
  }
  return [...merged.values()].map(({ first, share, others }) => ({ ...first, share: Math.round(share * 10) / 10, others }));
}

function podsOf({ name, end }: ExplainedHop): string {
  return end?.pods ?? name;
}

/** A hop without the names of its pods. */
function shapeOf(hop: ExplainedHop): string {
  const pods = podsOf(hop);
  const text = JSON.stringify({ name: hop.name, steps: hop.steps, end: hop.end?.text, onward: hop.onward });
  return pods === '' ? text : text.replaceAll(JSON.stringify(pods).slice(1, -1), 'pods');
}
