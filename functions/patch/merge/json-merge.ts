import { isMap } from '../../krm/is-map.ts';

/** A JSON merge patch (RFC 7386): maps merge, `null` removes, everything else replaces. */
export function jsonMerge(original: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const base = isMap(original) ? original : {};
  const kept = Object.entries(base).filter(([key]) => patch[key] === undefined);
  const own = Object.entries(patch).filter(([, value]) => value !== null && value !== undefined);
  const merged = new Map(Object.entries(base).map(([key, value]) => [key, value] as const));
  for (const [key, value] of own) merged.set(key, jsonMerge(base[key], value));
  const names = new Set([...kept, ...own].map(([key]) => key));
  return Object.fromEntries([...merged].filter(([key]) => names.has(key)));
}
