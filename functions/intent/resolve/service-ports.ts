import { groupBy } from '../../krm/group-by.ts';
import type { Backend, Exposure, Route } from '../model.ts';

/** Ports that HTTP is usual on, for an outside host whose own port is that of TLS. */
const plainPorts = [80, 8080, 8000, 8888] as const;

/**
 * Outside backends with the port that proxies know them by. Where a gateway encrypts, the port of the host must not be that: sidecars that see an HTTP service
 * on 443 read the TLS of every other host on that port as HTTP. The proxies get a port of plain HTTP, with the real one behind it.
 */
export function withServicePorts(exposures: readonly Exposure[]): Exposure[] {
  const uses = exposures.flatMap((exposure) => outsideOf(exposure).map((backend) => ({ exposure, backend })));
  const known = new Map<string, number>();
  for (const [host, same] of groupBy(uses, ({ backend }) => backend.host)) {
    const encrypted = same.some(({ exposure, backend }) => backend.port === 443 && encrypts(exposure));
    const taken = new Set(same.map(({ backend }) => backend.port));
    const free = plainPorts.find((port) => !taken.has(port));
    if (encrypted && free !== undefined) known.set(host, free);
  }
  return known.size === 0
    ? [...exposures]
    : exposures.map((exposure) => ({ ...exposure, routes: exposure.routes.map((route) => withPorts(route, exposure, known)) }));
}

const outsideOf = ({ routes }: Exposure): Backend[] =>
  routes.flatMap(({ action }) => (action.kind === 'forward' ? action.backends.filter(({ kind }) => kind === 'outside') : []));

const encrypts = ({ family, backendPolicy }: Exposure): boolean =>
  family === 'http' && (backendPolicy?.tls?.mode === 'Simple' || backendPolicy?.tls?.mode === 'Mutual');

function withPorts(route: Route, exposure: Exposure, known: ReadonlyMap<string, number>): Route {
  if (route.action.kind !== 'forward' || !encrypts(exposure)) return route;
  const backends = route.action.backends.map((backend) =>
    backend.kind === 'outside' && backend.port === 443 ? { ...backend, servicePort: known.get(backend.host) ?? backend.port } : backend,
  );
  return { ...route, action: { ...route.action, backends } };
}
