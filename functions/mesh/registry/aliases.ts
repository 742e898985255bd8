import type { HostName } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import { byText } from '../age.ts';
import type { Service } from './service.ts';

/** An ExternalName Service that stands for another host. */
export interface Alias {
  readonly host: HostName;
  readonly namespace: string;
}

/** The ExternalName Services by the host that they finally stand for; those that go round in circles stand for nothing. */
export function aliases(services: readonly Service[]): ReadonlyMap<HostName, readonly Alias[]> {
  const named = services.filter((service) => service.resolution === 'alias' && service.externalName !== undefined);
  const target = new Map(named.map((service) => [service.host, service.externalName ?? '']));
  const resolved = named.flatMap(({ host, namespace }) => {
    const end = endOf(host, target);
    return end === undefined ? [] : [{ end, alias: { host, namespace } }];
  });
  return new Map(
    [...groupBy(resolved, (entry) => entry.end)].map(([end, group]) => [
      end,
      group.map((entry) => entry.alias).sort((a, b) => byText(a.namespace, b.namespace) || byText(a.host, b.host)),
    ]),
  );
}

function endOf(start: HostName, target: ReadonlyMap<HostName, HostName>): HostName | undefined {
  const seen = new Set([start]);
  let host = target.get(start) ?? '';
  for (let next = target.get(host); next !== undefined; next = target.get(host)) {
    if (seen.has(host)) return undefined;
    seen.add(host);
    host = next;
  }
  return host;
}
