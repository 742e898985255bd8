import { byText } from '../age.ts';
import type { Chain } from '../listeners/listener.ts';
import { anyAddress } from './service-address.ts';

/** The chains of a listener that is being put together. */
export interface ChainList {
  readonly chains: readonly Chain[];
  /** Adds chains; one whose whole condition an earlier chain has is left out (`mergeTCPFilterChains`). Says whether any was added. */
  merge(added: readonly Chain[]): boolean;
}

/** Thousands of services may share a listener, so what is there is compared once. */
export function chainList(first: readonly Chain[]): ChainList {
  const chains = [...first];
  let conditions: Set<string> | undefined;
  return {
    chains,
    merge(added) {
      conditions ??= new Set(chains.map(conditionOf));
      const before = chains.length;
      for (const chain of added) {
        const condition = conditionOf(chain);
        if (conditions.has(condition)) continue;
        conditions.add(condition);
        chains.push(chain);
      }
      return chains.length > before;
    },
  };
}

function conditionOf({ serverNames, addresses, transport, applicationProtocols }: Chain): string {
  return JSON.stringify([
    transport ?? '',
    applicationProtocols,
    texts(serverNames.filter((name) => name !== '*')),
    texts(addresses.filter((address) => address !== anyAddress && address !== '*')),
  ]);
}

function texts(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort(byText);
}
