import { isMap } from './is-map.ts';
import type { Item } from './item.ts';
import type { KubeObject } from './kube-object.ts';

export const managedByLabel = 'app.kubernetes.io/managed-by';
export const managedBy = 'gateway-intent';
/** Names the intents that made an object: `namespace/name`, joined by commas. */
export const intentAnnotation = 'gatewayintent.dev/intent';
/** Fingerprint of an object as it was made; it no longer fits when somebody has edited the object. */
export const digestAnnotation = 'gatewayintent.dev/digest';

/** `namespace/name` of an intent. */
export const intentKey = ({ id }: Item): string => `${id.namespace ?? 'default'}/${id.name}`;

/** The intents that own an object; `undefined` where it is nobody's but the user's. */
export function ownersOf(object: KubeObject): readonly string[] | undefined {
  const { labels, annotations } = object.metadata;
  const named = isMap(annotations) ? annotations[intentAnnotation] : undefined;
  if (!isMap(labels) || labels[managedByLabel] !== managedBy || typeof named !== 'string') return undefined;
  const owners = named
    .split(',')
    .map((owner) => owner.trim())
    .filter((owner) => owner !== '');
  return owners.length === 0 ? undefined : owners;
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
