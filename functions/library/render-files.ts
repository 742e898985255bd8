import { withoutPruning } from '../commands/left-out.ts';
import { readPackage } from '../commands/read-package.ts';
import type { FolderFile, System } from '../commands/system.ts';
import { duplicateObjects } from '../krm/duplicate-objects.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { parseFile } from '../krm/parse-file.ts';
import { writeManifests } from '../krm/write-manifests.ts';
import type { Rendering, RenderOptions } from '../library.ts';
import { hasError, render } from '../render.ts';
import { findingsOf } from './finding-of.ts';
import { version } from './version.ts';

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : content);

/** A folder that is in memory. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): FolderFile[] {
  return Object.entries(files)
    .map(([path, content]) => ({ path, bytes: bytesOf(content) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

const objectsIn = (manifests: string): readonly KubeObject[] =>
  (parseFile('manifests', Buffer.from(manifests)).value ?? []).flatMap(({ list, object }) => (list === undefined ? [object] : []));

export function renderFiles(files: Readonly<Record<string, string | Uint8Array>>, { complete = false }: RenderOptions): Rendering {
  const folder = folderOf(files);
  const read = readPackage({ readFolder: () => folder } as Partial<System> as System, '.') ?? { items: [], diagnostics: [], leftOut: [] };
  const { items, diagnostics, answers } = render(read.items, undefined, {
    version,
    steps: ['expand', 'patch', 'validate'],
    complete,
    merge: { writesBack: false },
  });
  const found = [...read.diagnostics, ...read.leftOut.map(withoutPruning), ...diagnostics, ...duplicateObjects(items)];
  const failed = hasError(found);
  const manifests = failed ? '' : writeManifests(items);
  return {
    failed,
    manifests,
    objects: objectsIn(manifests),
    findings: findingsOf(found),
    answers,
  };
}
