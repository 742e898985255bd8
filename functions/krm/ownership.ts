import { isMap } from './is-map.ts';
import type { Item } from './item.ts';
import type { KubeObject, Metadata } from './kube-object.ts';

export const managedByLabel = 'app.kubernetes.io/managed-by';
export const managedBy = 'gateway-intent';
/** Names the intents that made an object: `namespace/name`, joined by commas. */
export const intentAnnotation = 'gatewayintent.dev/intent';
/** Fingerprint of an object as it was made; it no longer fits when somebody has edited the object. */
export const digestAnnotation = 'gatewayintent.dev/digest';

/** On an object that its user took over: the intents that made it before, and make it no longer. */
export const ejectedAnnotation = 'gatewayintent.dev/ejected-from';

/** `namespace/name` of an intent. */
export const intentKey = ({ id }: Item): string => `${id.namespace ?? 'default'}/${id.name}`;

const metadataOf = ({ metadata }: KubeObject): Partial<Metadata> => (isMap(metadata) ? metadata : {});

/** The intents that own an object; `undefined` where it is nobody's but the user's. */
export function ownersOf(object: KubeObject): readonly string[] | undefined {
  // A List has no metadata.
  const { labels, annotations } = metadataOf(object);
  if (!isMap(labels) || labels[managedByLabel] !== managedBy) return undefined;
  const owners = intentsNamed(annotations, intentAnnotation);
  return owners.length === 0 ? undefined : owners;
}

/** The intents that an object was taken over from. An object with all marks of an owner is still owned. */
export const ejectedFrom = (object: KubeObject): readonly string[] =>
  ownersOf(object) === undefined ? intentsNamed(metadataOf(object).annotations, ejectedAnnotation) : [];

function intentsNamed(annotations: unknown, annotation: string): string[] {
  const named = isMap(annotations) ? annotations[annotation] : undefined;
  if (typeof named !== 'string') return [];
  return named
    .split(',')
    .map((owner) => owner.trim())
    .filter((owner) => owner !== '');
}

/** The object with the marks of its owners. */
export function markOwners(object: KubeObject, owners: readonly string[]): KubeObject {
  const { labels, annotations } = object.metadata;
  const metadata = {
    ...object.metadata,
    labels: { ...labels, [managedByLabel]: managedBy },
    annotations: { ...annotations, [intentAnnotation]: [...new Set(owners)].sort().join(',') },
  };
  return { ...object, metadata };
}
