/**
 * The value without fields that are `null`, as the API server reads them: a null field is an absent one. Null keeps its meaning inside patches,
 * where it removes a field.
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(kept.map(([key, child]) => [key, key === 'patches' ? child : withoutNulls(child)]));
}
