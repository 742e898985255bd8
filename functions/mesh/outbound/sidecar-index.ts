import { ageIsKnown, byAge } from '../age.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Labels, selects } from '../inventory/labels.ts';
import { ordered } from '../inventory/ordered.ts';
import type { Dependence } from '../truth.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

/** Which Sidecar resource holds for a workload. */
export interface SidecarIndex {
  readonly all: readonly Sidecar[];
  find(namespace: string, labels: Labels): SelectedSidecar;
}

export interface SelectedSidecar {
  /** `undefined`: the sidecars know everything that is exported to them. */
  readonly sidecar: Sidecar | undefined;
  /** Others that compete with it: the oldest wins. */
  readonly rivals: readonly Sidecar[];
  readonly dependsOn: readonly Dependence[];
}

/** With a selector before those without, the oldest first; where a namespace has none that fits, the root namespace's holds. */
export function sidecarIndex(objects: Inventory, rootNamespace: string): SidecarIndex {
  const rank = (sidecar: Sidecar) => (sidecar.selector ? 0 : 1);
  const written = ordered(objects, ['networking.istio.io', 'Sidecar'], readSidecar, (a, b) => rank(a) - rank(b) || byAge(a.age, b.age));
  return {
    get all() {
      return written.all;
    },
    find(namespace, labels) {
      const own = written.inNamespace(namespace).filter((sidecar) => !sidecar.selector || selects(sidecar.selector, labels));
      return chosen(own.length > 0 ? own : written.inNamespace(rootNamespace).filter((sidecar) => !sidecar.selector));
    },
  };
}

function chosen(fitting: readonly Sidecar[]): SelectedSidecar {
  const [sidecar, ...others] = fitting;
  if (!sidecar) return { sidecar, rivals: [], dependsOn: [] };
  const rivals = others.filter((other) => (other.selector === undefined) === (sidecar.selector === undefined));
  const open = rivals.filter((other) => !ageIsKnown(sidecar.age, other.age));
  const because = `several Sidecars hold for the same pods of namespace "${sidecar.namespace}", and the oldest one wins`;
  const dependsOn = open.length > 0 ? [{ on: 'order' as const, because, items: [sidecar, ...open].map((entry) => entry.item) }] : [];
  return { sidecar, rivals, dependsOn };
}
