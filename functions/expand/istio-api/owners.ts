import type { Exposure } from '../../intent/model.ts';
import type { Item } from '../../krm/item.ts';

/** The intents of exposures, each once. */
export const ownersOf = (exposures: readonly Exposure[]): Item[] => [...new Set(exposures.map(({ intent }) => intent.item))];
