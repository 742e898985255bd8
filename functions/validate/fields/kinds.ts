import type { ObjectId } from '../../krm/kube-object.ts';
import { kindLines } from '../generated/kinds.ts';
import { type Mark, markOf, type Reference } from './shape.ts';

/** One version of a kind that is served. */
export interface KnownVersion {
  readonly shape: Reference;
  readonly deprecated: boolean;
  /** Only in the experimental channel of the Gateway API. */
  readonly experimental: boolean;
}

/** A kind that the tables know. */
export interface KnownKind {
  readonly group: string;
  readonly kind: string;
  /** Where the kind comes from: `istio`, `gateway-api`, `kubernetes` … */
  readonly upstream: string;
  readonly namespaced: boolean;
  readonly versions: ReadonlyMap<string, KnownVersion>;
  readonly mark: Mark | undefined;
}

let table: ReadonlyMap<string, KnownKind> | undefined;

/** The kind of a group, whatever its version; `undefined` where the tables do not know it. */
export function kindOf(group: string, kind: string): KnownKind | undefined {
  return all().get(`${group}/${kind}`);
}

/** Every kind that the tables know. */
export function knownKinds(): readonly KnownKind[] {
  return [...all().values()];
}

/** `networking.istio.io/v1` → its group and version; the group of `v1` is empty. */
export function splitVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

function all(): ReadonlyMap<string, KnownKind> {
  table ??= new Map(kindLines.split('\n').map(parseLine));
  return table;
}

/** `networking.istio.io/Gateway istio namespaced v1=12 v1beta1=12`; after a version `-`: deprecated, `~`: experimental. */
function parseLine(line: string): [string, KnownKind] {
  const [name = '', upstream = '', scope = '', ...versions] = line.split(' ');
  const end = name.search(/[~@]/);
  const plain = end < 0 ? name : name.slice(0, end);
  const [group = '', kind = ''] = plain.split('/');
  return [
    plain,
    {
      group,
      kind,
      upstream,
      namespaced: scope === 'namespaced',
      mark: end < 0 ? undefined : markOf(name.slice(end)),
      versions: new Map(
        versions.map((entry) => {
          const [version = '', shape = ''] = entry.split('=');
          return [
            version.replace(/[-~]+$/, ''),
            { shape: /^\d+$/.test(shape) ? Number(shape) : shape, deprecated: version.includes('-'), experimental: version.includes('~') },
          ];
        }),
      ),
    },
  ];
}

/** The project that a kind belongs to, where its fields are known. */
export const upstreamOf = ({ apiVersion, kind }: ObjectId): string | undefined => kindOf(splitVersion(apiVersion).group, kind)?.upstream;
