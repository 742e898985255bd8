import { valueAt } from '../../diagnostics/path.ts';
import type { Gateway } from '../../intent/model.ts';
import type { Origin, OriginPart } from '../../krm/item.ts';
import type { Listener } from './listeners.ts';

/** The declaration or the exposure that each listener was made for; its TLS may be the gateway's. */
export const listenerParts = (gateway: Gateway, listeners: readonly Listener[]): OriginPart[] =>
  listeners.flatMap(({ server, host }, index) => {
    const first = server.origins.find((origin) => names(origin, host)) ?? server.origins[0] ?? gateway.origin;
    const path = ['spec', 'listeners', index];
    return [
      { path, origin: first },
      { path: [...path, 'hostname'], origin: below(first, 'hosts', Math.max(0, hostsOf(first).indexOf(host))) },
      ...[first, gateway.origin].flatMap((origin) => [
        { path: [...path, 'tls'], origin: below(origin, 'tls') },
        { path: [...path, 'tls', 'certificateRefs', 0], origin: below(origin, 'tls', 'secretName') },
      ]),
    ];
  });

const below = ({ item, path }: Origin, ...steps: Origin['path']): Origin => ({ item, path: [...path, ...steps] });

const hostsOf = ({ item, path }: Origin): readonly unknown[] => {
  const hosts = valueAt(item.object, [...path, 'hosts']);
  return Array.isArray(hosts) ? hosts : [];
};

const names = (origin: Origin, host: string): boolean => hostsOf(origin).includes(host);
