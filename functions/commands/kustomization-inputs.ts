import { posix } from 'node:path';
import { decode } from '../krm/decode.ts';
import { isMap } from '../krm/is-map.ts';
import { readDocument } from '../krm/read-document.ts';
import type { FolderFile } from './system.ts';

/**
 * Files that kustomizations of the folder read as something else than objects for the cluster: patches, replacements, settings, values of charts,
 * data of ConfigMaps. What one kustomization patches with and another one lists as a resource is an object all the same.
 */
export function kustomizationInputs(files: readonly FolderFile[]): ReadonlySet<string> {
  const kustomizations = files.filter(({ path }) => isKustomization(path)).map(readKustomization);
  const named = (pick: (fields: Fields) => readonly unknown[]) =>
    kustomizations.flatMap(({ folder, fields }) =>
      pick(fields)
        .filter((entry) => typeof entry === 'string' && !entry.includes('\n'))
        .map((entry) => posix.join(folder, entry as string)),
    );
  const resources = new Set(named((fields) => list(fields.resources)));
  return new Set(named(inputsOf).filter((path) => !resources.has(path)));
}

export const isKustomization = (path: string): boolean => /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);

export type Fields = Readonly<Record<string, unknown>>;

/** What should be a list, where it is one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const entries = (value: unknown): readonly Fields[] => list(value).filter(isMap);

/** The fields of a kustomization, and its folder. */
export function readKustomization({ path, bytes }: FolderFile): { readonly folder: string; readonly fields: Fields } {
  const text = decode(bytes);
  const read = 'code' in text ? { value: undefined } : readDocument(text.text);
  return { folder: posix.dirname(path), fields: 'value' in read && isMap(read.value) ? read.value : {} };
}

function inputsOf(fields: Fields): readonly unknown[] {
  const patches = ['patches', 'patchesJson6902', 'replacements'].flatMap((field) => entries(fields[field]).map(({ path }) => path));
  const data = [...entries(fields.configMapGenerator), ...entries(fields.secretGenerator)].flatMap(({ files, envs, env }) => [
    ...list(files).map((file) => (typeof file === 'string' ? file.slice(file.indexOf('=') + 1) : undefined)),
    ...list(envs),
    env,
  ]);
  const values = entries(fields.helmCharts).flatMap(({ valuesFile, additionalValuesFiles }) => [
    valuesFile,
    ...list(additionalValuesFiles),
  ]);
  const schema = isMap(fields.openapi) ? [fields.openapi.path] : [];
  return [...patches, ...list(fields.patchesStrategicMerge), ...list(fields.configurations), ...data, ...values, ...schema];
}
