import { flowText } from '../../krm/flow-text.ts';
import { isMap } from '../../krm/is-map.ts';
import type { ObjectId } from '../../krm/kube-object.ts';
import { isCore } from '../merge/merge-type.ts';

type Patch = Readonly<Record<string, unknown>>;

const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", `'\\''`)}'`;

/** The YAML of a change on one line, without its outer braces. */
export const inlineYaml = (patch: Patch): string => flowText(patch, 'yaml').slice(1, -1);

/** `kubectl patch …` that makes a change to an object which is not in the package. `name` may be what the shell finds out. */
export function kubectlPatch(
  { apiVersion, kind, namespace, name }: Omit<ObjectId, 'name'> & { readonly name: string },
  patch: Patch,
): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const resource = group === '' || isCore(apiVersion) ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  const where = namespace === undefined ? '' : ` -n ${namespace}`;
  const target = name.startsWith('$(') ? name : `${resource} ${name}`;
  if (isCore(apiVersion)) return `kubectl patch ${target}${where} -p ${quoted(patch)}`;
  const added = appended(patch);
  if (added === undefined) return `kubectl patch ${target}${where} --type merge -p ${quoted(patch)}`;
  return `kubectl patch ${target}${where} --type json -p ${quoted(added)}`;
}

/** A merge patch replaces lists, so entries of lists are appended by JSON Patch. */
function appended(patch: unknown, pointer = ''): object[] | undefined {
  if (Array.isArray(patch)) return patch.map((value) => ({ op: 'add', path: `${pointer}/-`, value }));
  if (!isMap(patch)) return undefined;
  const found = Object.entries(patch).flatMap(
    ([key, value]) => appended(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`) ?? [],
  );
  return found.length > 0 ? found : undefined;
}
