import type { HttpMatch, HttpRule } from '../routes/http-rule.ts';
import type { Implementation } from './implementation.ts';

/** How the paths of matches are tried, by kind: the highest first. Istio puts regular expressions last, Envoy Gateway before prefixes. */
const ranks: Readonly<Record<Implementation, Readonly<Record<string, number>>>> = {
  istio: { exact: 3, prefix: 2, regex: 1 },
  'envoy-gateway': { exact: 3, regex: 2, prefix: 1 },
  foreign: { exact: 3, prefix: 2, regex: 1 },
};

/** What comes first: the Gateway API's order of matches; equal ones stay in the order of their routes. */
export function byPrecedence(a: HttpRule, b: HttpRule, implementation: Implementation = 'istio'): number {
  const [left, right] = [keysOf(a.matches[0], implementation), keysOf(b.matches[0], implementation)];
  for (const [index, key] of left.entries()) {
    const difference = (right[index] ?? 0) - key;
    if (difference !== 0) return difference;
  }
  return 0;
}

function keysOf(match: HttpMatch | undefined, implementation: Implementation): readonly number[] {
  const { uri, method, headers, queryParams } = match ?? { uri: undefined, method: undefined, headers: new Map(), queryParams: new Map() };
  const rank = uri ? (ranks[implementation][uri.kind] ?? -1) : -1;
  const length = uri && uri.kind !== 'present' ? uri.value.length : 0;
  const counted = method ? 1 : 0;
  if (implementation === 'envoy-gateway') return [rank, length, headers.size + counted, queryParams.size];
  return [rank, length, counted, headers.size, queryParams.size];
}
