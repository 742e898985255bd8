import type { KubeObject } from '../../krm/kube-object.ts';

interface BackendReference {
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

interface Rule {
  readonly name?: string;
  readonly backendRefs?: readonly BackendReference[];
}

/**
 * A route with the weights that the package has for it now: a rollout controller changes weights while it runs, and what it wrote must not be taken
 * back. Rules are found by name, otherwise by position; backends by what they name.
 */
export function withOwnedWeights(route: KubeObject, existing: KubeObject | undefined): KubeObject {
  const spec = route.spec as { readonly rules: readonly Rule[] };
  const before = (existing?.spec as { readonly rules?: readonly Rule[] } | undefined)?.rules ?? [];
  const rules = spec.rules.map((rule, index) => {
    const other = rule.name === undefined ? before[index] : before.find(({ name }) => name === rule.name);
    return rule.backendRefs === undefined
      ? rule
      : {
          ...rule,
          backendRefs: rule.backendRefs.map((reference) => ({ ...reference, weight: weightOf(reference, other) ?? reference.weight })),
        };
  });
  return { ...route, spec: { ...spec, rules } };
}

const identity = ({ name, namespace, port }: BackendReference): string => `${namespace ?? ''}/${name}:${port}`;

const weightOf = (reference: BackendReference, before: Rule | undefined): number | undefined =>
  before?.backendRefs?.find((other) => identity(other) === identity(reference))?.weight;
