import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isMap } from '../krm/is-map.ts';
import type { Item } from '../krm/item.ts';
import type { FolderFile } from './system.ts';

/** Objects of a template are none yet: an action of Helm and the like stands where a value should. In quotes it is a text as any other. */
export function isTemplate(bytes: Uint8Array, items: readonly Item[], diagnostics: readonly Diagnostic[]): boolean {
  const text = Buffer.from(bytes).toString('utf8');
  if (!/\{\{|\{%|%\{|<%/.test(text)) return false;
  return diagnostics.some(({ code }) => code === 'GI0003') || items.some(isTemplateItem);
}

/** Definitions of custom resources are long, and texts of theirs speak of templates. */
const isTemplateItem = (item: Item): boolean =>
  item.id.kind !== 'CustomResourceDefinition' &&
  /(?:^|[:\-[,])[ \t]*\{\{/m.test(item.text ?? '') &&
  ((item.problems ?? []).length > 0 || hasAction(item.object));

/** YAML reads `{{ .Values.host }}` as a map with a map as its key. */
function hasAction(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasAction);
  return isMap(value) && Object.entries(value).some(([key, entry]) => (/^\{.*\}$/s.test(key) && entry === null) || hasAction(entry));
}

/** Whether a broken file is meant to be a manifest at all: folders hold settings and templates of other programs, too. */
export const isMeantAsManifest = (bytes: Uint8Array): boolean => /^[ \t"'{-]*apiVersion["']? *:/m.test(Buffer.from(bytes).toString('utf8'));

/** What tests of controllers compare the cluster with: parts of objects. kuttl numbers its files; Chainsaw names them in a file beside them. */
export function expectations(files: readonly FolderFile[]): ReadonlySet<string> {
  const paths = files.map(({ path }) => path);
  const folders = new Set(paths.filter((path) => /(?:^|\/)chainsaw-test\.ya?ml$/.test(path)).map(folderIn));
  return new Set(
    paths.filter(
      (path) => /(?:^|\/)\d+-(?:assert|errors?)\.ya?ml$/.test(path) || (folders.has(folderIn(path)) && /(?:assert|error)[^/]*$/.test(path)),
    ),
  );
}

const folderIn = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
