import { groupBy } from '../../krm/group-by.ts';
import { isEmpty, type Labels, selects } from '../../mesh/inventory/labels.ts';
import type { Workload } from '../../mesh/inventory/workloads.ts';
import { perWorld } from '../per-world.ts';

/** Finds the workloads that a selector takes. */
export interface SelectedWorkloads {
  /** Those of a namespace; all of it where the selector is empty. */
  inNamespace(namespace: string, selector: Labels): readonly Workload[];
  /** Those of every namespace. */
  anywhere(selector: Labels): readonly Workload[];
}

/** Pod templates, and pods that operators make, by their labels. Stand-ins for pods of other packages are left out. */
export const selectedWorkloads = perWorld((world): SelectedWorkloads => {
  const real = world.mesh.workloads.filter(({ known }) => known !== 'assumed');
  const byNamespace = groupBy(real, ({ namespace }) => namespace);
  const entries = real.flatMap((workload) =>
    Object.entries(workload.labels).map(([key, value]) => ({ label: `${key}=${value}`, workload })),
  );
  const byLabel = groupBy(entries, ({ label }) => label);
  const byBoth = groupBy(entries, ({ label, workload }) => `${workload.namespace}/${label}`);
  const find = (
    all: readonly Workload[],
    index: ReadonlyMap<string, readonly { readonly workload: Workload }[]>,
    prefix: string,
    selector: Labels,
  ) => {
    if (isEmpty(selector)) return all;
    const lists = Object.entries(selector).map(([key, value]) => index.get(`${prefix}${key}=${value}`) ?? []);
    const shortest = lists.reduce((best, next) => (next.length < best.length ? next : best));
    return shortest.map(({ workload }) => workload).filter(({ labels }) => selects(selector, labels));
  };
  return {
    inNamespace: (namespace, selector) => find(byNamespace.get(namespace) ?? [], byBoth, `${namespace}/`, selector),
    anywhere: (selector) => find(real, byLabel, '', selector),
  };
});
