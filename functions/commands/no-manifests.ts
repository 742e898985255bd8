import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { folderOf, pathFrom } from '../krm/folder-of.ts';
import { isMap } from '../krm/is-map.ts';
import type { Item } from '../krm/item.ts';
import type { FolderFile } from './system.ts';

/** How actions of templates begin. */
const actions = ['{{', '{%', '%{', '<%'];

/** Whether bytes hold a text of ASCII: takes less than to make a text of all of them. */
export const holds = ({ buffer, byteOffset, byteLength }: Uint8Array, text: string): boolean =>
  Buffer.from(buffer, byteOffset, byteLength).includes(text, 0, 'latin1');

/** Objects of a template are none yet: an action of Helm and the like stands where a value should. In quotes it is a text as any other. */
export function isTemplate(bytes: Uint8Array, items: readonly Item[], diagnostics: readonly Diagnostic[]): boolean {
  if (!actions.some((action) => holds(bytes, action))) return false;
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
export const isMeantAsManifest = (bytes: Uint8Array): boolean =>
  /^[ \t"'{-]*apiVersion["']? *:/m.test(
    Buffer.from(bytes)
      .toString('latin1')
      .replaceAll('\0', '')
      .replace(/^[^\n -~]+/, ''),
  );

/** What tests of controllers compare the cluster with: parts of objects. kuttl numbers its files; the tests of Chainsaw name them. */
export function expectations(files: readonly FolderFile[]): ReadonlySet<string> {
  const tests = files.filter(({ path }) => /(?:^|\/)chainsaw-test\.ya?ml$/.test(path));
  const folders = new Set(tests.map(({ path }) => folderOf(path)));
  const named = tests.flatMap(({ path, bytes }) =>
    comparedIn(Buffer.from(bytes).toString('utf8')).map((file) => pathFrom(folderOf(path), file)),
  );
  const compared = files.filter(
    ({ path }) =>
      /(?:^|\/)\d+-(?:assert|errors?)\.ya?ml$/.test(path) || (folders.has(folderOf(path)) && /(?:assert|error)[^/]*$/.test(path)),
  );
  return new Set([...named, ...compared.map(({ path }) => path)]);
}

/** Files that a test of Chainsaw compares with or patches by: `assert: {file: ready.yaml}`. */
const comparedIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:assert|error|patch):\s*\{?\s*(?:#.*\n\s*)?file:\s*["']?([^\s"'}]+)/g)].map(([, file = '']) => file);
