import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { isIntent } from '../intent/read.ts';
import { findingAt } from '../krm/finding-at.ts';
import { localConfigKey } from '../krm/host-annotations.ts';
import type { Item } from '../krm/item.ts';
import { ownersOf } from '../krm/ownership.ts';

/** Intents in the output of a build that would go to a cluster. */
export function leakedIntents(items: readonly Item[]): Diagnostic[] {
  return items
    .filter((item) => isIntent(item) && isForCluster(item))
    .map((item) =>
      findingAt('GI0014', item, ['kind'], { message: `GatewayIntent ${item.id.namespace ?? 'default'}/${item.id.name} was not expanded` }),
    );
}

/** Without the annotation, kpt and Kustomize take an object for one of the cluster. */
const isForCluster = ({ object }: Item): boolean => String(object.metadata.annotations?.[localConfigKey] ?? 'false') === 'false';

/** A finding where gateway-intent made none of the objects. */
export function nothingGenerated(items: readonly Item[]): Diagnostic[] {
  if (items.some((item) => ownersOf(item.object) !== undefined)) return [];
  const count = items.length === 1 ? 'the one object' : `any of the ${items.length} objects`;
  return [finding('GI0015', { message: items.length === 0 ? 'there are no objects at all' : `gateway-intent did not make ${count}` })];
}
