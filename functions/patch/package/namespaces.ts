import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Made } from '../../expand/made.ts';
import type { Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import { ownersOf } from '../../krm/ownership.ts';
import { placed } from './findings.ts';
import type { Need } from './settle.ts';

const injection = 'istio-injection';
const revision = 'istio.io/rev';

/** Namespaces that people wrote, by name. */
export type Written = ReadonlyMap<string, Item>;

export const isNamespace = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean =>
  apiVersion === 'v1' && kind === 'Namespace';

/** Namespaces of the package that nobody has made from intents, by name. */
export function writtenNamespaces(items: readonly Item[]): Written {
  return new Map(items.filter((item) => isNamespace(item.id) && isForeign(item)).map((item) => [item.id.name, item]));
}

/** Whether an item can be read and is no intent's. */
export const isForeign = (item: Item): boolean => (item.problems ?? []).length === 0 && ownersOf(item.object) === undefined;

/** What was made, without namespaces that somebody has written already. */
export function withoutTwins(made: readonly Made[], items: readonly Item[]): readonly Made[] {
  const written = writtenNamespaces(items);
  return made.filter(({ object }) => !(isNamespace(object) && written.has(object.metadata.name)));
}

/** The labels that a namespace which somebody wrote must get, in the place of one that would be made beside it. */
export function namespaceNeeds(made: readonly Made[], written: Written): Need[] {
  return made.flatMap(({ object, origin }): Need[] => {
    const item = isNamespace(object) ? written.get(object.metadata.name) : undefined;
    const labels = object.metadata.labels ?? {};
    if (item === undefined || Object.keys(labels).length === 0) return [];
    // Istio reads the revision only where the other label is not there.
    const patch = { metadata: { labels: labels[revision] === undefined ? labels : { ...labels, [injection]: null } } };
    return [{ item, patch, origin, reason: `namespace "${item.id.name}" is to be injected as the intent says`, overrides: true }];
  });
}

/** Gateways whose pods Istio would not inject, because somebody has shut their namespace. */
export function shutNamespaces({ gateways }: Model, made: readonly Made[], written: Written): Diagnostic[] {
  const labelled = new Set(
    made.filter(({ object }) => isNamespace(object) && object.metadata.labels).map(({ object }) => object.metadata.name),
  );
  return gateways.flatMap((gateway): Diagnostic[] => {
    const item = written.get(gateway.namespace);
    const injects = gateway.provider === 'istio' && gateway.management === 'Full';
    if (!injects || item?.object.metadata.labels?.[injection] !== 'disabled' || labelled.has(gateway.namespace)) return [];
    return [
      findingAt('GI0613', gateway.origin.item, gateway.origin.path, {
        message: `${placed(item)} has the label \`${injection}: disabled\`, so the pods of gateway "${gateway.key}" would start without a proxy`,
        fix: `remove the label, or add \`{name: ${gateway.namespace}, injection: Enabled}\` to \`spec.namespaces\``,
      }),
    ];
  });
}
