import { posix } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { quote } from '../diagnostics/quote.ts';
import { isKustomization, list, readKustomization } from './kustomization-inputs.ts';
import type { FolderFile } from './system.ts';

/**
 * What Kustomize or Helm would make of a folder and we do not: its manifests as they lie there are then not what belongs into the cluster. A kustomization that
 * only lists files of the folder, and runs us, changes nothing.
 */
export function builtByOthers(files: readonly FolderFile[], prefix: string): Diagnostic[] {
  const paths = files.map(({ path }) => path);
  const chart = paths.find((path) => /^Chart\.ya?ml$/.test(path));
  const charts =
    chart === undefined
      ? []
      : [finding('GI0016', { message: 'Helm makes something else of this folder', place: { file: `${prefix}${chart}` } })];
  const kustomizations = files.filter(({ path }) => isKustomization(path)).flatMap((file) => ofKustomization(file, files, prefix));
  return [...charts, ...kustomizations];
}

const harmless = ['apiVersion', 'kind', 'metadata', 'resources', 'buildMetadata', 'sortOptions'];
/** Lists of functions, as paths or as text. */
const plugins = ['generators', 'transformers', 'validators'];

function ofKustomization(file: FolderFile, files: readonly FolderFile[], prefix: string): Diagnostic[] {
  const { folder, fields } = readKustomization(file);
  const says = (message: string, path: Diagnostic['path']) => [
    finding('GI0016', { message, path, place: { file: `${prefix}${file.path}` } }),
  ];
  const isOwn = (entry: unknown) => typeof entry === 'string' && runsUs(textOf(files, folder, entry));
  const other = Object.keys(fields).find(
    (field) => !harmless.includes(field) && !(plugins.includes(field) && list(fields[field]).every(isOwn)) && !isNothing(fields[field]),
  );
  if (other !== undefined) return says(`Kustomize makes something else of this folder: it has \`${other}\``, [other]);
  const isHere = (place: string) => files.some(({ path }) => path === place || path.startsWith(`${place}/`));
  const outside = list(fields.resources).find((entry) => typeof entry === 'string' && !isHere(posix.join(folder, entry)));
  return outside === undefined ? [] : says(`Kustomize adds resources of elsewhere to this folder: ${quote(outside)}`, ['resources']);
}

/** What a kustomization names, or holds itself. */
function textOf(files: readonly FolderFile[], folder: string, entry: string): string {
  const file = files.find(({ path }) => path === posix.join(folder, entry));
  return file === undefined ? entry : Buffer.from(file.bytes).toString('utf8');
}

/** The function, as an intent or as a setting of its own. */
const runsUs = (text: string): boolean => /gateway-?intent/.test(text);

const isNothing = (value: unknown): boolean => value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);
