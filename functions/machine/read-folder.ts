import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FolderFile } from '../commands/system.ts';

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const listed = /\.(ya?ml|json)$|^Kptfile$|^Kustomization$|^\.krmignore$/;

/** The manifests below a folder, or the one file that a path names; `undefined` when there is nothing. Links to files are followed, links to folders are not. */
export function readFolder(path: string): FolderFile[] | undefined {
  try {
    if (!statSync(path).isDirectory()) return [{ path, bytes: readFileSync(path) }];
    const root = realpathSync(path);
    return [...filesBelow(path, '')].map(({ file, isLink }) => {
      const place = join(path, file);
      const leadsOutside = isLink && relative(root, realpathSync(place)).startsWith('..');
      return { path: file, bytes: readFileSync(place), ...(leadsOutside ? { leadsOutside } : {}) };
    });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

interface Listed {
  readonly file: string;
  readonly isLink: boolean;
}

function* filesBelow(folder: string, prefix: string): Generator<Listed> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = `${prefix}${entry.name}`;
    const isLink = entry.isSymbolicLink();
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') yield* filesBelow(join(folder, entry.name), `${file}/`);
    } else if (listed.test(entry.name) && (entry.isFile() || (isLink && leadsToFile(join(folder, entry.name))))) yield { file, isLink };
  }
}

function leadsToFile(link: string): boolean {
  return statSync(link, { throwIfNoEntry: false })?.isFile() === true;
}
