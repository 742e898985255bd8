import { folderOf, pathFrom } from '../../krm/folder-of.ts';
import type { Item } from '../../krm/item.ts';
import { asList, asText, type Loose } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { kustomizations } from './kustomizations.ts';

/**
 * Whether a kustomization of the files patches what the file of an object holds: what the object lacks may be in a patch, which is no object and is
 * therefore not read.
 */
export const isPatchedLater = perWorld((world): ((item: Item) => boolean) => {
  const byFolder = new Map(kustomizations(world).map(({ object, source }) => [folderOf(source.file ?? ''), object as unknown as Loose]));
  const places = new Set<string>();
  for (const [folder, object] of byFolder) if (hasPatches(object)) reach(folder, byFolder, places);
  return ({ origin, source }) =>
    origin === undefined && source.file !== undefined && (places.has(source.file) || places.has(folderOf(source.file)));
});

const patching = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'components'];

const hasPatches = (object: Loose): boolean => patching.some((field) => asList(object[field]).length > 0);

/** The files that a kustomization takes, and the folders of those that it takes them from. */
function reach(folder: string, byFolder: ReadonlyMap<string, Loose>, places: Set<string>): void {
  if (places.has(folder)) return;
  places.add(folder);
  const object = byFolder.get(folder) ?? {};
  for (const entry of ['resources', 'bases', 'components'].flatMap((field) => asList(object[field])).map(asText)) {
    const path = pathFrom(folder, entry.replace(/\/+$/, ''));
    if (/\.(?:ya?ml|json)$/.test(path)) places.add(path);
    else reach(`${path}/`, byFolder, places);
  }
}
