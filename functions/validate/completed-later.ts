import { folderOf } from '../krm/folder-of.ts';
import type { Item } from '../krm/item.ts';
import { upstreamOf } from './fields/kinds.ts';
import { perWorld } from './per-world.ts';
import type { Rule } from './rule.ts';
import { kustomizations } from './spots/kustomizations.ts';

/**
 * Whether a finding may be about something that is completed before it is applied: by a kustomization beside or above the file, which knows
 * the namespace of a subject and the rest of a workload, or because the file is a patch: Chainsaw merges what a test applies. What is said of Kubernetes' own kinds is only known
 * once it is built.
 */
export const isCompletedLater = perWorld((world) => {
  const folders = new Set(kustomizations(world).map(({ source }) => folderOf(source.file ?? '')));
  const tests = new Set(world.ofKind('chainsaw.kyverno.io', 'Test').map(({ source }) => folderOf(source.file ?? '')));
  return (rule: Rule, item: Item): boolean => {
    if (rule.code !== 'GI1004' && !rule.code.startsWith('GI19')) return false;
    if (isPatch(item) || (tests.size > 0 && tests.has(folderOf(item.source.file ?? '')))) return true;
    return folders.size > 0 && upstreamOf(item.id) === 'kubernetes' && isBelow(folders, item);
  };
});

/** Patches of kubectl and other tools: nothing but their names tells them from objects. */
const isPatch = ({ origin, source }: Item): boolean => origin === undefined && /(?:^|[-_./])patch(?:es)?[-_./]/.test(source.file ?? '');

function isBelow(folders: ReadonlySet<string>, { origin, source }: Item): boolean {
  if (origin !== undefined || source.file === undefined) return false;
  for (let folder = folderOf(source.file); ; folder = folderOf(folder.slice(0, -1))) {
    if (folders.has(folder)) return true;
    if (folder === '') return false;
  }
}
