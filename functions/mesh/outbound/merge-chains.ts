import { byText } from '../age.ts';
import type { Chain } from '../listeners/listener.ts';
import { anyAddress } from './service-address.ts';

/** Adds chains to those of a listener; one whose whole condition an earlier chain has is left out (`mergeTCPFilterChains`). */
export function mergeChains(known: readonly Chain[], added: readonly Chain[]): readonly Chain[] {
  const merged = [...known];
  const conditions = new Set(known.map(conditionOf));
  for (const chain of added) {
    const condition = conditionOf(chain);
    if (conditions.has(condition)) continue;
    conditions.add(condition);
    merged.push(chain);
  }
  return merged;
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
