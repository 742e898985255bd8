import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readPackage } from '../../functions/commands/read-package.ts';
import type { FolderFile, System } from '../../functions/commands/system.ts';
import type { IntentSpec } from '../../functions/intent/generated/gateway-intent.ts';
import type { Item } from '../../functions/krm/item.ts';
import { type Rendering, type RenderOptions, render } from '../../functions/render.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const samplesFolder = join(root, 'samples');

/** A folder of samples/ as users see it. */
export interface Sample {
  readonly name: string;
  readonly folder: string;
  readonly items: readonly Item[];
}

export const sampleNames = readdirSync(samplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

export function readSample(name: string): Sample {
  const folder = join(samplesFolder, name);
  const read = readPackage(system(folder), `samples/${name}`);
  if (read === undefined || read.diagnostics.length > 0)
    throw new Error(`samples/${name} cannot be read: ${JSON.stringify(read?.diagnostics)}`);
  return { name, folder, items: read.items };
}

const options: RenderOptions = { version: '99.0.0', steps: ['expand', 'patch', 'validate'], complete: false, merge: { writesBack: false } };

export const renderItems = (items: readonly Item[], more: Partial<RenderOptions> = {}): Rendering =>
  render(items, undefined, { ...options, ...more });

/** The provider that a sample names, or Istio's own. */
export function providerOf({ items }: Sample): string {
  const specs = items.filter(({ id }) => id.kind === 'GatewayIntent').map(({ object }) => object.spec as IntentSpec);
  return specs.find(({ provider }) => provider !== undefined)?.provider ?? 'istio';
}

function system(folder: string): System {
  const files = (): FolderFile[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.ya?ml$|^Kptfile$|\.krmignore$/.test(path) && !/(^|\/)\.expected\//.test(path))
      .sort()
      .map((path) => ({ path, bytes: readFileSync(join(folder, path)) }));
  const unused = (): never => {
    throw new Error('reading a sample writes nothing');
  };
  return {
    version: '99.0.0',
    env: {},
    inputIsTerminal: true,
    columns: undefined,
    readInput: unused,
    readFolder: files,
    writeFiles: unused,
    programFiles: unused,
    out: unused,
    err: unused,
  };
}

export interface PromisedRequest {
  readonly send: string;
  readonly from?: { readonly namespace: string; readonly workload?: string; readonly serviceAccount?: string };
  readonly [field: string]: unknown;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** What a sample promises about real requests. */
export function requestsOf({ folder }: Sample): readonly PromisedRequest[] {
  const path = join(folder, '.expected/requests.yaml');
  return existsSync(path) ? ((parse(readFileSync(path, 'utf8')) as { requests?: PromisedRequest[] }).requests ?? []) : [];
}
