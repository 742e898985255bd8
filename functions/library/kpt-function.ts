import { answer } from '../commands/function.ts';
import { toResults } from '../diagnostics/to-results.ts';
import { formatObject } from '../krm/format-object.ts';
import { detectHost } from '../krm/host.ts';
import type { Item } from '../krm/item.ts';
import type { KrmResult } from '../krm/krm-result.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { readEntry } from '../krm/read-entry.ts';
import type { ResourceList } from '../krm/resource-list.ts';
import type { KptFunction, PackageObjects } from '../library.ts';
import { hasError, type Step } from '../render.ts';
import { version } from './version.ts';

const usage = `gateway-intent: one short GatewayIntent becomes the full, validated set of gateway resources.
A ConfigMap as functionConfig may hold the settings step, complete and packages; an intent will do too.`;

/** A function for the SDK kpt-functions. With an error it only adds results; otherwise it touches what it changes and nothing else. */
export function kptFunction(steps: readonly Step[]): KptFunction {
  return Object.assign(async (configs: PackageObjects) => change(configs, steps), { usage });
}

function change(configs: PackageObjects, steps: readonly Step[]): void {
  const given = new Map<Item, KubeObject>(
    configs.getAll().flatMap((object: KubeObject) => itemsOf(object).map((item) => [item, object] as const)),
  );
  const config: KubeObject | undefined = configs.getFunctionConfig();
  const list = listOf([...given.keys()], config === undefined ? undefined : itemsOf(config)[0]);
  const { items, diagnostics, answers } = answer(list, detectHost(list), steps, version);
  if (!hasError(diagnostics)) replace(configs, given, items);
  const told = answers.map((message): KrmResult => ({ message, severity: 'info' }));
  configs.addResults(...[...toResults(diagnostics), ...told].map(sdkResult));
}

type Given = ReadonlyMap<Item, KubeObject>;

/** The object of an item that came, also where the item that comes back knows more about it: that one inherits from it. */
const givenAs = (given: Given, item: Item): KubeObject | undefined => given.get(item) ?? given.get(Object.getPrototypeOf(item) as Item);

/** Deletes first: an object and its successor have the same key. */
function replace(configs: PackageObjects, given: Given, items: readonly Item[]): void {
  const kept = new Set<unknown>(items.flatMap((item) => givenAs(given, item) ?? []));
  configs.delete(...[...given.values()].filter((object) => !kept.has(object)));
  const made = items.filter((item) => givenAs(given, item) === undefined && item.list === undefined);
  configs.insert(...made.map(({ object }) => JSON.parse(JSON.stringify(object)) as KubeObject));
}

/** The object as it is read from a file: a List with its members. */
const itemsOf = (object: KubeObject): readonly Item[] =>
  readEntry({ slice: formatObject(object), inList: false, source: {}, label: 'the object' }).items;

const listOf = (items: readonly Item[], functionConfig: Item | undefined): ResourceList => ({
  apiVersion: 'config.kubernetes.io/v1',
  items,
  functionConfig,
  results: [],
  layout: { text: '', sections: [], entries: [], indent: 0, newline: '\n' },
});

/** The SDK has words of its own for a few things; kpt's are there too. */
function sdkResult({ severity, field, resourceRef, ...result }: KrmResult): object {
  return {
    ...result,
    severity: severity === 'warning' ? 'warn' : severity,
    ...(resourceRef === undefined ? {} : { resourceRef: { namespace: '', ...resourceRef } }),
    ...(field === undefined ? {} : { field: { ...field, suggestedValue: field.proposedValue } }),
  };
}
