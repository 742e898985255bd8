import type { Field } from '../field.ts';
import { type Chain, type Refusal, takesAll } from './listener.ts';

/** Why Envoy would refuse a listener with these chains: two of them take the same connections. */
export function refusal(chains: readonly Chain[]): Refusal | undefined {
  const seen = new Map<string, Chain>();
  for (const chain of chains) {
    for (const { key, what } of criteria(chain)) {
      const other = seen.get(key);
      if (other && other !== chain)
        return { because: `${what} is taken by ${other.name} and by ${chain.name}`, fields: fields(other, chain) };
      seen.set(key, chain);
    }
  }
  return undefined;
}

/** What a chain matches, one entry for every server name: Envoy compares them one by one. */
function criteria(chain: Chain): readonly { key: string; what: string }[] {
  const rest = [
    chain.port ?? '',
    chain.transport ?? '',
    [...chain.applicationProtocols].sort().join(),
    [...chain.addresses].sort().join(),
  ].join('|');
  if (takesAll(chain)) return [{ key: `*|${rest}`, what: 'every connection' }];
  if (chain.serverNames.length === 0 || chain.serverNames.includes('*')) return [{ key: `*|${rest}`, what: 'every server name' }];
  return [...new Set(chain.serverNames)].map((name) => ({ key: `${name}|${rest}`, what: `server name "${name}"` }));
}

function fields(...chains: readonly Chain[]): readonly Field[] {
  return chains.flatMap((chain) => (chain.field ? [chain.field] : []));
}
