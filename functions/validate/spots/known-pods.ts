import type { Item } from '../../krm/item.ts';
import type { Workload } from '../../mesh/inventory/workloads.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { alternatives } from './alternatives.ts';
import { isPatchedLater } from './patched-later.ts';

/** Whether pods are made as a template of the files says, and applied together with an object. */
export const arePodsAsWritten = (world: World, item: Item, { known, item: other }: Workload): boolean =>
  known === 'files' && other !== undefined && !alternatives(world)(item, other) && !isPatchedLater(world)(other);

/** Whether Services may lead to more than pods of templates: to WorkloadEntries, or to pods whose labels Flagger changes. */
export const mayLeadElsewhere = perWorld(
  (world): boolean => world.ofKind('networking.istio.io', 'WorkloadEntry').length > 0 || world.ofKind('flagger.app', 'Canary').length > 0,
);
