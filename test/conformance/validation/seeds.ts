import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { kindOf, splitVersion } from '../../../functions/validate/fields/kinds.ts';
import { fixtures } from '../../rules/fixtures.ts';
import { parseObjects } from '../case.ts';

/** A written object that others are made from. */
export interface Seed {
  readonly object: KubeObject;
  /** It has no finding, so that a change of it is the only thing wrong. */
  readonly isClean: boolean;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** Custom resource definitions of these projects cannot be had as Go modules, so no API server here knows them. */
const unknownToServer = new Set(['sail', 'banzai']);

const all: readonly Seed[] = [
  ...fixtures()
    .filter(({ folder }) => folder.startsWith('GI1'))
    .flatMap(({ text }) => parseObjects(text).map((object) => ({ object, isClean: !/# GI\d{4}/.test(text) }))),
  ...['seeds.yaml', 'core-seeds.yaml', 'gateway-api-seeds.yaml']
    .filter((file) => readdirSync(here).includes(file))
    .flatMap((file) => parseObjects(readFileSync(join(here, file), 'utf8')).map((object) => ({ object, isClean: true }))),
]
  .filter(({ object }) => isKnown(object) && !holdsPlaceholders(object))
  .map(({ object, isClean }) => ({ object: unsuppressed(object), isClean }));

/** `Kind` or `Kind.group`, for every kind with a seed that can be judged. */
export function judgedKinds(): readonly string[] {
  return [...new Set(all.map(({ object }) => nameOf(object)))].sort();
}

export const seeds = (kind: string): readonly Seed[] => all.filter(({ object }) => nameOf(object) === kind);

export const nameOf = ({ apiVersion, kind }: KubeObject): string => {
  const { group } = splitVersion(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
};

/** Upstream does not know our annotation for silence. */
function unsuppressed(object: KubeObject): KubeObject {
  const { annotations, ...metadata } = object.metadata as KubeObject['metadata'] & {
    readonly annotations?: Readonly<Record<string, string>>;
  };
  const { 'gatewayintent.dev/ignore': _, ...rest } = annotations ?? {};
  return { ...object, metadata: Object.keys(rest).length === 0 ? metadata : { ...metadata, annotations: rest } };
}

/** Upstream takes what is filled in later for what is written. */
function holdsPlaceholders(object: KubeObject): boolean {
  return /\$\{[A-Za-z]|\$\([A-Za-z]|<[A-Za-z][\w-]*>/.test(JSON.stringify(object));
}

function isKnown({ apiVersion, kind }: KubeObject): boolean {
  const { group, version } = splitVersion(apiVersion);
  const known = kindOf(group, kind);
  return known !== undefined && !unknownToServer.has(known.upstream) && known.versions.has(version);
}
