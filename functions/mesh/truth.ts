import type { Item } from '../krm/item.ts';

/** Why an answer cannot be given from the files alone. */
export type Dependence =
  /** Objects compete and the older one wins; creation times are not in the files. */
  | { readonly on: 'order'; readonly because: string; readonly items: readonly Item[] }
  /** A setting of the mesh that the files do not tell: the answer holds for `assumed`, Istio's default. */
  | { readonly on: 'setting'; readonly because: string; readonly setting: string; readonly assumed: string }
  /** Something that is not in the files and may exist in the cluster. */
  | { readonly on: 'outside'; readonly because: string }
  /** Something that the request does not tell. */
  | { readonly on: 'request'; readonly because: string }
  /** Something in the files that this model cannot evaluate, such as an EnvoyFilter or a Wasm plugin. */
  | { readonly on: 'unmodelled'; readonly because: string; readonly items: readonly Item[] };

/**
 * The three truths. A setting at its assumed default leaves an answer at yes or no, with the setting among `dependsOn`;
 * everything else makes it `depends`.
 */
export type Verdict = 'yes' | 'no' | 'depends';

/** Whether something holds, and what that rests on. */
export interface Truth {
  readonly verdict: Verdict;
  readonly dependsOn: readonly Dependence[];
}

export const yes: Truth = Object.freeze({ verdict: 'yes', dependsOn: Object.freeze([]) });
export const no: Truth = Object.freeze({ verdict: 'no', dependsOn: Object.freeze([]) });

/** The truth of an answer that rests on the given dependences. */
export function given(answer: boolean, dependsOn: readonly Dependence[]): Truth {
  if (dependsOn.length === 0) return answer ? yes : no;
  const open = dependsOn.some((dependence) => dependence.on !== 'setting');
  return { verdict: open ? 'depends' : answer ? 'yes' : 'no', dependsOn };
}

/** Cannot be told, because something outside of the files may decide it. */
export function outside(because: string): Truth {
  return { verdict: 'depends', dependsOn: [{ on: 'outside', because }] };
}
