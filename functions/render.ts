import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { answers } from './expand/answers.ts';
import { expand } from './expand/expand.ts';
import type { Made } from './expand/made.ts';
import type { Intent } from './intent/model.ts';
import { isIntent, readIntents } from './intent/read.ts';
import { resolve } from './intent/resolve/resolve.ts';
import { generatedItem } from './krm/generated-item.ts';
import type { Item } from './krm/item.ts';
import { type MergeOptions, mergeGenerated } from './krm/merge.ts';

export type Step = 'expand' | 'patch' | 'validate';

export interface RenderOptions {
  /** Version of gateway-intent, for intents that need a newer one. */
  readonly version: string;
  readonly steps: readonly Step[];
  /** The files are the whole cluster. */
  readonly complete: boolean;
  readonly merge: MergeOptions;
}

export interface Rendering {
  /** The package afterwards; as it came when there is an error. */
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
  readonly intents: readonly Intent[];
  /** Which URL is served by what. */
  readonly answers: readonly string[];
}

/** The whole function: read, resolve, expand, patch, validate. `config` is an intent that is not among the items. */
export function render(items: readonly Item[], config: Item | undefined, options: RenderOptions): Rendering {
  const sources = config !== undefined && isIntent(config) ? [...items, config] : items;
  const { intents, diagnostics: read } = readIntents(sources, options.version);
  const { model, diagnostics: resolved } = resolve(intents, items);
  const found = [...read, ...resolved];
  const made = options.steps.includes('expand') && !hasError(found) ? expand(model, items) : undefined;
  if (made !== undefined) found.push(...made.diagnostics);
  const merged =
    made === undefined || hasError(found)
      ? undefined
      : mergeGenerated(
          items,
          made.made.map(itemOf),
          intents.map(({ item }) => item),
          options.merge,
        );
  if (merged !== undefined) found.push(...merged.diagnostics);
  const failed = hasError(found);
  return {
    items: failed || merged === undefined ? items : merged.items,
    diagnostics: found,
    intents,
    answers: failed ? [] : answers(model),
  };
}

const itemOf = ({ object, origin, owners }: Made): Item => generatedItem(object, origin, owners);

export const hasError = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === 'error');
