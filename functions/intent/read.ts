import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Item } from '../krm/item.ts';
import type { GatewayIntent } from './generated/gateway-intent.ts';
import type { Intent } from './model.ts';
import { schemaProblems } from './schema-problems.ts';
import { withoutNulls } from './without-nulls.ts';

const group = 'gatewayintent.dev';
const version = 'v1alpha1';

/** Whether an item is an intent of this API, of whatever version. */
export function isIntent(item: Item): boolean {
  return item.id.kind === 'GatewayIntent' && item.id.apiVersion.startsWith(`${group}/`);
}

export interface ReadIntents {
  readonly intents: readonly Intent[];
  /** Intents that are wrong by themselves. */
  readonly broken: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The intents of a package. Those whose schema does not hold are told about and left out. */
export function readIntents(items: readonly Item[], functionVersion: string): ReadIntents {
  const intents = new Map<string, Intent>();
  const broken: Item[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const item of items) {
    if (!isIntent(item)) {
      const stranger = misspelt(item);
      if (stranger !== undefined) diagnostics.push(stranger);
      continue;
    }
    const object = withoutNulls(item.object) as unknown as GatewayIntent;
    const problems = [...(item.problems ?? []), ...versionProblems(item, functionVersion)];
    if (problems.length === 0) problems.push(...schemaProblems(item, object));
    diagnostics.push(...problems);
    if (problems.some(({ severity }) => severity === 'error')) {
      broken.push(item);
      continue;
    }
    const { name, namespace } = object.metadata as { name: string; namespace: string };
    const key = `${namespace}/${name}`;
    const twin = intents.get(key);
    if (twin !== undefined) {
      diagnostics.push(writtenTwice(item, twin));
      broken.push(item);
      continue;
    }
    intents.set(key, { item, name, namespace, key, spec: object.spec });
  }
  return { intents: [...intents.values()], broken, diagnostics };
}

/** An object that is no intent because its kind or its group is misspelt: it would be taken for somebody else's. */
function misspelt(item: Item): Diagnostic | undefined {
  const { apiVersion, kind } = item.id;
  if (apiVersion.startsWith(`${group}/`))
    return findingAt('GI0109', item, ['kind'], {
      message: `\`kind\` "${kind}" is none of ${group}: its only kind is "GatewayIntent"`,
      fix: 'write `kind: GatewayIntent`',
    });
  if (kind !== 'GatewayIntent') return undefined;
  const isForeign = apiVersion.includes('/') && didYouMean(apiVersion.replace(/\/.*$/, ''), [group]) === undefined;
  if (isForeign) return undefined;
  return findingAt('GI0109', item, ['apiVersion'], {
    message: `\`apiVersion\` "${apiVersion}" is not that of intents, so nobody reads this one`,
    fix: `write \`apiVersion: ${group}/${version}\``,
  });
}

function* versionProblems(item: Item, functionVersion: string): Generator<Diagnostic> {
  const wanted = item.id.apiVersion.slice(group.length + 1);
  if (wanted !== version)
    yield findingAt('GI0106', item, ['apiVersion'], {
      message: `\`apiVersion\` "${item.id.apiVersion}" is not known to gateway-intent ${functionVersion}`,
      fix: `use "${group}/${version}", or a newer gateway-intent`,
    });
  const minimum = item.object.metadata?.annotations?.[`${group}/min-version`];
  if (minimum !== undefined && isOlder(functionVersion, minimum))
    yield findingAt('GI0106', item, ['metadata', 'annotations', `${group}/min-version`], {
      message: `this intent needs version ≥ ${minimum}; this is gateway-intent ${functionVersion}`,
      fix: `run gateway-intent ${minimum} or newer`,
    });
}

function isOlder(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
}

function writtenTwice(item: Item, other: Intent): Diagnostic {
  const { file, line } = other.item.source;
  const where = file === undefined ? 'in another item' : `in ${file}${line === undefined ? '' : `:${line}`}`;
  return findingAt('GI0108', item, ['metadata', 'name'], { message: `GatewayIntent "${other.key}" is written twice: here and ${where}` });
}
