import { posix } from 'node:path';
import ignore from 'ignore';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Item } from '../krm/item.ts';
import { parseFile } from '../krm/parse-file.ts';
import { parseResourceList } from '../krm/parse-resource-list.ts';
import { problemsOf } from '../krm/problems-of.ts';
import { builtByOthers } from './built-by-others.ts';
import { kustomizationInputs } from './kustomization-inputs.ts';
import { leftOut, type ReadFile } from './left-out.ts';
import { expectations, holds, isMeantAsManifest, isTemplate } from './no-manifests.ts';
import type { FolderFile, System } from './system.ts';

/** The objects of a folder, and what is wrong with its files. */
export interface Package {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
  /** What of the folder is neither among the items nor a finding, and is not there where the items are applied. */
  readonly leftOut: readonly Diagnostic[];
  /** Files that are links to somewhere outside of the folder. */
  readonly linksOutside: readonly string[];
}

/**
 * Reads the manifests of a folder. Files that are no manifests are no mistakes: values of Helm charts, patches of Kustomize, workflows and the like lie beside
 * them. `.krmignore` is followed as kpt does. `undefined` when there is no such folder.
 */
export function readPackage(system: System, folder: string): Package | undefined {
  const files = system.readFolder(folder);
  if (files === undefined) return undefined;
  const prefix = folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  const isSingle = files.length === 1 && files[0]?.path === folder;
  const inputs = kustomizationInputs(files);
  const expected = expectations(files);
  const manifests = withoutIgnored(files).filter(({ path }) => !inputs.has(path));
  const read = manifests.map(({ path, bytes }) => readManifests(isSingle ? path : `${prefix}${path}`, bytes, expected.has(path)));
  const charts = manifests.filter(({ path }) => /(?:^|\/)Chart\.ya?ml$/.test(path)).map(({ path }) => `${prefix}${posix.dirname(path)}/`);
  return {
    items: read.flatMap(({ items }) => items),
    diagnostics: read.flatMap(({ told }) => told),
    leftOut: [...builtByOthers(manifests, prefix), ...leftOut(read, charts)],
    linksOutside: files.flatMap(({ path, leadsOutside }) => (leadsOutside ? [path] : [])),
  };
}

interface Read extends ReadFile {
  readonly items: readonly Item[];
  readonly told: readonly Diagnostic[];
}

function readManifests(path: string, bytes: Uint8Array, isExpectation: boolean): Read {
  const { value = [], diagnostics } = isExpectation ? nothing : parseFile(path, bytes);
  const template = isTemplate(bytes, value, diagnostics);
  const isTold = (found: Diagnostic) => isOurs(found, bytes, !template);
  const patches = holds(bytes, '$patch:') ? value.filter(isPatch) : [];
  return {
    path,
    bytes,
    isTemplate: template,
    isExpectation,
    items: template ? [] : patches.length === 0 ? value : value.filter((item) => !patches.includes(item)),
    patches,
    told: diagnostics.filter(isTold),
    untold: [...diagnostics.filter((found) => !isTold(found)), ...(template ? problemsOf(value) : [])],
  };
}

const nothing = { value: [], diagnostics: [] } as const;

/** Reads what a command is asked about: a folder, or standard input for `-`. `undefined` when there is no such folder. */
export const readAsked = async (system: System, folder: string): Promise<Package | undefined> =>
  folder === '-' ? readStream(await system.readInput()) : readPackage(system, folder);

/** Reads the objects of a stream: what a build puts out, or what kpt sends. */
export function readStream(bytes: Uint8Array): Package {
  const { value, diagnostics } = parseFile('<stdin>', bytes);
  const [first] = value ?? [];
  const isList =
    first === undefined ? /^kind: *["']?ResourceList["']?[ \t]*\r?$/m.test(Buffer.from(bytes).toString('utf8')) : isResourceList(first);
  if (!isList) return { items: value ?? [], diagnostics, leftOut: [], linksOutside: [] };
  const list = parseResourceList(bytes);
  return { items: list.value?.items ?? [], diagnostics: list.diagnostics, leftOut: [], linksOutside: [] };
}

const isResourceList = ({ id }: Item): boolean => id.kind === 'ResourceList' && id.apiVersion.startsWith('config.kubernetes.io/');

/** A document without `apiVersion` and `kind` is no manifest, unless it is an intent, and a template is none yet. */
function isOurs({ code, severity }: Diagnostic, bytes: Uint8Array, isWhole: boolean): boolean {
  if (code === 'GI0008') return severity === 'error' && holds(bytes, 'gatewayintent.dev/v');
  if (code === 'GI0004') return isMeantAsManifest(bytes);
  return (code !== 'GI0003' && code !== 'GI0005') || (isWhole && isMeantAsManifest(bytes));
}

/** What only Kustomize can take: it says what becomes of another object. */
const isPatch = ({ text }: Item): boolean => text !== undefined && /^\$patch:/m.test(text);

function withoutIgnored(files: readonly FolderFile[]): FolderFile[] {
  const manifests = files.filter(({ path }) => !path.endsWith('.krmignore'));
  const rules = files.filter(({ path }) => path.endsWith('.krmignore'));
  const matchers = rules.map(({ path, bytes }) => ({
    folder: path.slice(0, -'.krmignore'.length),
    matcher: ignore().add(Buffer.from(bytes).toString('utf8')),
  }));
  return manifests.filter(
    ({ path }) => !matchers.some(({ folder, matcher }) => path.startsWith(folder) && matcher.ignores(path.slice(folder.length))),
  );
}
