/** What the values of an attribute must be. */
export type ConditionValues = 'any' | 'address' | 'port' | 'service-account' | 'wildcard';

const plain: Readonly<Record<string, ConditionValues>> = {
  'source.ip': 'address',
  'remote.ip': 'address',
  'destination.ip': 'address',
  'destination.port': 'port',
  'source.namespace': 'any',
  'source.serviceAccount': 'service-account',
  'source.principal': 'any',
  'source.trustDomain': 'wildcard',
  'request.auth.principal': 'any',
  'request.auth.audiences': 'any',
  'request.auth.presenter': 'any',
  'connection.sni': 'any',
};
const keyed = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

export const conditionKeys: readonly string[] = [...Object.keys(plain), 'request.headers[…]', 'request.auth.claims[…]'];

/** What the values of a condition's key are, or `undefined` for a key that Istio does not know. */
export function valuesOfKey(key: string): ConditionValues | undefined {
  if (Object.hasOwn(plain, key)) return plain[key];
  return keyed.some((prefix) => key.startsWith(prefix)) && /^[^[]+\[.+\]$/s.test(key) ? 'any' : undefined;
}
