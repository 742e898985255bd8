import { type Path, valueAt } from '../../diagnostics/path.ts';
import type { Exposure, Gateway, RouteEntry } from '../../intent/model.ts';
import type { Origin, OriginPart } from '../../krm/item.ts';

const at = ({ item, path }: Origin, ...steps: Path): Origin => ({ item, path: [...path, ...steps] });

/** The names of fields of an intent, by those of a VirtualService where they differ. */
const renamed: Readonly<Record<string, string>> = { corsPolicy: 'cors', directResponse: 'respond', mirrorPercentage: 'mirror' };

/** Hosts, each with the exposure that has it. */
export const hostParts = (hosts: readonly string[], exposures: readonly Exposure[], path: Path = ['spec', 'hosts']): OriginPart[] =>
  hosts.flatMap((host, index) =>
    exposures.slice(0, 8).flatMap(({ origin, hosts: own }) => {
      const position = own.indexOf(host);
      if (position < 0) return [];
      const field = valueAt(origin.item.object, [...origin.path, 'hosts']) === undefined ? 'meshHosts' : 'hosts';
      return [{ path: [...path, index], origin: at(origin, field, position) }];
    }),
  );

/** An `http` entry: the route, what it inherits from its exposure and its gateway, its matches and its backends. */
export function httpParts(entries: readonly RouteEntry[], index: number, gateway: Gateway | undefined): OriginPart[] {
  const { route, exposure, match } = entries[0] as RouteEntry;
  const path: Path = ['spec', 'http', index];
  const inherited = [route.origin, exposure.origin, ...(gateway === undefined ? [] : [at(gateway.origin, 'defaults')])];
  const backends = route.action.kind === 'forward' ? route.action.backends : [];
  return [
    ...inherited.map((origin) => ({ path, origin })),
    ...Object.entries(renamed).flatMap(([field, name]) =>
      inherited.map((origin) => ({ path: [...path, field], origin: at(origin, name) })),
    ),
    ...matchParts(path, entries.length === 1 ? match?.origin : undefined, at(route.origin, 'match')),
    ...headerParts(path, inherited),
    ...backends.flatMap(({ origin }, position) => backendParts([...path, 'route', position], origin)),
  ];
}

/** One match of an intent becomes two where its path is a prefix. */
const matchParts = (path: Path, only: Origin | undefined, all: Origin): OriginPart[] =>
  only === undefined
    ? [{ path: [...path, 'match'], origin: all }]
    : [0, 1].flatMap((index) => [
        { path: [...path, 'match', index], origin: only },
        { path: [...path, 'match', index, 'uri'], origin: at(only, 'path') },
      ]);

const headerParts = (path: Path, inherited: readonly Origin[]): OriginPart[] =>
  (['request', 'response'] as const).flatMap((side) =>
    inherited.map((origin) => ({ path: [...path, 'headers', side], origin: at(origin, `${side}Headers`) })),
  );

const backendParts = (path: Path, origin: Origin): OriginPart[] => [path, [...path, 'destination']].map((one) => ({ path: one, origin }));

/** The only entry of TLS or TCP. */
export function layer4Parts({ family, routes, origin }: Exposure): OriginPart[] {
  const action = routes[0]?.action;
  const backends = action?.kind === 'forward' ? action.backends : [];
  return [
    { path: ['spec', family, 0], origin },
    ...backends.flatMap((backend, position) => backendParts(['spec', family, 0, 'route', position], backend.origin)),
  ];
}
