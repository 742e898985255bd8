import { kindLines, typeLines } from '../generated/merge-keys.ts';

/** How a field merges: a list by the key of its elements (`''`: as a set), a map field by field; `type` says how what is in it merges. */
export interface MergeField {
  readonly kind: 'list' | 'map' | 'replace';
  readonly key: string;
  readonly type: MergeType | undefined;
}

export type MergeType = ReadonlyMap<string, MergeField>;

const coreGroups = new Set(['', 'apps', 'autoscaling', 'batch', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io']);

/** Whether Kubernetes itself defines the kinds of this API version, so that they merge strategically. */
export function isCore(apiVersion: string): boolean {
  return coreGroups.has(apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');
}

interface Tables {
  readonly kinds: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, readonly string[]>;
}

let tables: Tables | undefined;

/** Read when the first core object is patched. */
function readTables(): Tables {
  tables ??= {
    kinds: new Map(kindLines.split('\n').map((line) => line.split(' ') as [string, string])),
    types: new Map(
      typeLines
        .split('\n')
        .map((line) => line.split(' '))
        .map(([name = '', ...fields]) => [name, fields]),
    ),
  };
  return tables;
}

const known = new Map<string, MergeType>();

/** The lists of a kind that merge; a kind that is not known has none. */
export function mergeTypeOf(apiVersion: string, kind: string): MergeType | undefined {
  const name = isCore(apiVersion) ? readTables().kinds.get(`${apiVersion}/${kind}`) : undefined;
  return name === undefined ? undefined : typeOf(name);
}

function typeOf(name: string): MergeType {
  const before = known.get(name);
  if (before !== undefined) return before;
  const fields = new Map<string, MergeField>();
  known.set(name, fields);
  for (const written of readTables().types.get(name) ?? []) {
    const [, field = '', sign = '', key = '', inner] = /^([^=:!]+)([=!]?)([^:]*)(?::(.*))?$/.exec(written) ?? [];
    const type = inner === undefined ? undefined : typeOf(inner);
    fields.set(field, { kind: sign === '=' ? 'list' : sign === '!' ? 'replace' : 'map', key, type });
  }
  return fields;
}
