import { perWorld } from '../per-world.ts';
import type { Finding } from '../rule.ts';
import { at, list, rootOf, type Spot, text, wrong } from '../spot.ts';

/** The `spec` of every Sidecar. */
export const sidecars = perWorld((world): readonly Spot[] =>
  world.ofKind('networking.istio.io', 'Sidecar').map((item) => at(rootOf(item), 'spec')),
);

/** The hosts of an egress listener that another one of it covers. */
export function* repeatedHosts(listener: Spot): Iterable<Finding> {
  const seen = new Map<string, Set<string>>();
  const hosts = list(listener, 'hosts').filter((host) => text(host).includes('/') && !text(host).startsWith('~'));
  for (const host of hosts) {
    const slash = text(host).indexOf('/');
    const written = text(host).slice(0, slash);
    const namespace = written === '.' ? (listener.item.id.namespace ?? '.') : written;
    const name = text(host).slice(slash + 1);
    const known = seen.get(namespace) ?? new Set<string>();
    if (name === '*' ? known.size > 0 : known.has(name) || known.has('*'))
      yield wrong(host, `is covered already: ${JSON.stringify(text(host))}`);
    seen.set(namespace, known.add(name));
  }
  const all = hosts.find((host) => text(host) === '*/*');
  if (all !== undefined && seen.size > 1) yield wrong(all, 'takes in every host, so that the others have no effect');
}
