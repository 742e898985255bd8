import type { ValueMatch } from '../../intent/generated/gateway-intent.ts';
import { escapeRegex, regexOf } from './string-match.ts';

/**
 * The value of a Cookie header that has all of these cookies, each as one cookie among several. RE2 has no look-ahead, so several cookies are
 * written in every order in which a browser may send them.
 */
export function cookieRegex(cookies: readonly ValueMatch[]): string {
  const orders = permutations(cookies.map((cookie) => `${escapeRegex(cookie.name)}=${regexOf(cookie, '[^;]*')}`));
  const [first = ''] = orders.map((order) => order.join('(;.*)?;\\s*'));
  const inner = orders.length === 1 ? first : `(${orders.map((order) => order.join('(;.*)?;\\s*')).join('|')})`;
  return `(.*;\\s*)?${inner}(;.*)?`;
}

function permutations(list: readonly string[]): string[][] {
  if (list.length <= 1) return [[...list]];
  return list.flatMap((element, index) => permutations(list.filter((_, other) => other !== index)).map((rest) => [element, ...rest]));
}
