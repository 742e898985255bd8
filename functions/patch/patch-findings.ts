import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../diagnostics/path.ts';
import type { Made } from '../expand/made.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { PatchedField } from '../krm/item.ts';
import { displayOf, type PatchEntry } from './patch-entry.ts';

/** What a patch did. */
export const told = ({ intent, path }: PatchEntry, what: string): Diagnostic =>
  findingAt('GI0606', intent.item, path, { message: `patch \`${formatPath(path)}\` ${what}` });

const shown = 5;

export function listed(paths: readonly Path[]): string {
  const names = paths.slice(0, shown).map((path) => `\`${formatPath(path)}\``);
  return [...names, ...(paths.length > shown ? [`and ${paths.length - shown} more`] : [])].join(', ');
}

/** Two intents write the same field. */
export interface Disagreement {
  readonly before: PatchedField;
  readonly now: PatchedField;
}

export function disagrees(one: Made, { intent }: PatchEntry, { before, now }: Disagreement): Diagnostic {
  const { item, path } = before.origin;
  return findingAt('GI0607', intent.item, now.origin.path, {
    message: `\`${formatPath(now.path)}\` of ${displayOf(one.object)} is set to something else by \`${formatPath(path)}\` of GatewayIntent "${item.id.namespace}/${item.id.name}"`,
  });
}

export function changesNothing({ intent, path }: PatchEntry, matched: readonly Made[]): Diagnostic {
  return findingAt('GI0602', intent.item, path, {
    message: `patch \`${formatPath(path)}\` changes nothing in ${matched.map(({ object }) => displayOf(object)).join(', ')}: all of it is so already`,
  });
}
