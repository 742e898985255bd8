import { groupBy } from '../../krm/group-by.ts';
import type { ObjectId } from '../../krm/kube-object.ts';
import { ownText } from '../../krm/own-text.ts';
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

let table: ReadonlyMap<string, ReadonlyMap<string, KnownKind>> | undefined;

/** The kind of a group, whatever its version; `undefined` where the tables do not know it. */
export function kindOf(group: string, kind: string): KnownKind | undefined {
  return all().get(group)?.get(kind);
}

/** Every kind that the tables know. */
export function knownKinds(): readonly KnownKind[] {
  return [...all().values()].flatMap((kinds) => [...kinds.values()]);
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** There are few different ones, each of many objects. */
const split = new Map<string, GroupVersion>();

/** `networking.istio.io/v1` → its group and version; the group of `v1` is empty. */
export function splitVersion(apiVersion: string): GroupVersion {
  const before = split.get(apiVersion);
  if (before !== undefined) return before;
  const slash = apiVersion.indexOf('/');
  const made = { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
  if (split.size < 1000) split.set(ownText(apiVersion), made);
  return made;
}

/** By group, then by name. */
function all(): ReadonlyMap<string, ReadonlyMap<string, KnownKind>> {
  table ??= new Map(
    [...groupBy(kindLines.split('\n').map(parseLine), ({ group }) => group)].map(([group, kinds]) => [
      group,
      new Map(kinds.map((kind) => [kind.kind, kind])),
    ]),
  );
  return table;
}

/** `networking.istio.io/Gateway istio namespaced v1=12 v1beta1=12`; after a version `-`: deprecated, `~`: experimental. */
function parseLine(line: string): KnownKind {
  const [name = '', upstream = '', scope = '', ...versions] = line.split(' ');
  const end = name.search(/[~@]/);
  const plain = end < 0 ? name : name.slice(0, end);
  const [group = '', kind = ''] = plain.split('/');
  return {
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
  };
}

/** The project that a kind belongs to, where its fields are known. */
export const upstreamOf = ({ apiVersion, kind }: ObjectId): string | undefined => kindOf(splitVersion(apiVersion).group, kind)?.upstream;
