import type { Exposure, Gateway, Model, RouteGroup } from '../../intent/model.ts';
import { apart } from '../../intent/resolve/apart.ts';
import { hostName } from '../../intent/resolve/host-name.ts';
import type { OriginPart } from '../../krm/item.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Made } from '../made.ts';
import { unlessEmpty } from '../made.ts';
import type { ProviderContext } from '../providers/provider.ts';
import { destinations, httpRoutes } from './http-route.ts';
import { ownedWeights } from './owned-weights.ts';
import { ownersOf } from './owners.ts';
import { hostParts, httpParts, layer4Parts } from './virtual-service-parts.ts';

/** A VirtualService before its name is known to be free. */
interface Draft {
  readonly name: string;
  readonly namespace: string;
  /** What tells it apart from one of the same name. */
  readonly suffix: string;
  readonly exposures: readonly Exposure[];
  readonly spec: object;
  readonly parts: readonly OriginPart[];
}

/** One VirtualService for each gateway and group of hosts that have the same routes, and one for each exposure of TLS or TCP. */
export function virtualServices(
  model: Model,
  exposures: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  existing: ProviderContext['existing'],
): Made[] {
  const drafts = [
    ...model.routeGroups
      .filter((group) => group.exposures.some((exposure) => exposures.includes(exposure)))
      .map((group) => httpDraft(group, gateways)),
    ...exposures
      .filter(({ family }) => family !== 'http')
      .flatMap((exposure) => apart(exposure.hosts).map((hosts, index) => layer4Draft(exposure, hosts, index))),
  ];
  return named(together(drafts)).map(({ name, namespace, exposures: contributors, spec, parts }) => ({
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: {
        name,
        namespace,
        labels: unlessEmpty(Object.assign({}, ...contributors.map(({ labels }) => labels))),
        annotations: unlessEmpty(Object.assign({}, ...contributors.map(({ annotations }) => annotations))),
      },
      spec: contributors.some(({ weightsOwner }) => weightsOwner !== undefined)
        ? withOwnedWeights(spec, existing('VirtualService', namespace, name))
        : spec,
    },
    origin: { ...(contributors[0] as Exposure).origin, parts },
    owners: ownersOf(contributors),
  }));
}

/** The weights that somebody else changes are kept. */
function withOwnedWeights(spec: { readonly http?: readonly object[] }, existing: KubeObject | undefined): object {
  return spec.http === undefined ? spec : { ...spec, http: ownedWeights(spec.http, existing) };
}

function httpDraft(group: RouteGroup, gateways: ReadonlyMap<string, Gateway>): Draft {
  const { name, namespace, exposures, hosts, gateway } = group;
  const routes = httpRoutes(group);
  const owner = gateways.get(gateway ?? '');
  return {
    name,
    namespace,
    suffix: gateway === undefined ? 'mesh' : (owner?.name ?? ''),
    exposures,
    spec: { hosts, gateways: gateway === undefined ? undefined : [gateway], http: routes.map(({ object }) => object) },
    parts: [...hostParts(hosts, exposures), ...routes.flatMap(({ entries }, index) => httpParts(entries, index, owner))],
  };
}

/** TLS goes by the server name, other protocols by the port. */
function layer4Draft(exposure: Exposure, hosts: readonly string[], index: number): Draft {
  const { name, namespace, gateway, family, attachments, routes } = exposure;
  const { action } = routes[0] as Exposure['routes'][number];
  const route = action.kind === 'forward' ? destinations(action.backends) : [];
  const ports: (number | undefined)[] = attachments.length > 0 ? attachments.map(({ port }) => port) : [undefined];
  const match = ports.map((port) => (family === 'tls' ? { port, sniHosts: hosts } : { port }));
  const conditions = match.filter((entry) => Object.values(entry).some((value) => value !== undefined));
  return {
    name: index === 0 ? name : hostName(hosts[0] as string),
    namespace,
    suffix: gateway === undefined ? 'mesh' : (gateway.split('/')[1] as string),
    exposures: [exposure],
    parts: [...hostParts(hosts, [exposure]), ...layer4Parts(exposure)],
    spec: {
      hosts,
      gateways: gateway === undefined ? undefined : [gateway],
      [family]: [{ match: conditions.length > 0 ? conditions : undefined, route }],
    },
  };
}

/** Drafts that differ in their gateway only are one VirtualService. */
function together(drafts: readonly Draft[]): Draft[] {
  const byContent = new Map<string, Draft>();
  for (const draft of drafts) {
    const { gateways = ['mesh'], ...rest } = draft.spec as { gateways?: string[] };
    const key = JSON.stringify([draft.name, draft.namespace, rest]);
    const other = byContent.get(key);
    if (other === undefined) byContent.set(key, draft);
    else {
      const { gateways: first = ['mesh'], ...spec } = other.spec as { gateways?: string[]; hosts?: unknown };
      const { hosts, ...routes } = spec;
      byContent.set(key, {
        ...other,
        exposures: [...other.exposures, ...draft.exposures],
        spec: { hosts, gateways: [...first, ...gateways], ...routes },
      });
    }
  }
  return [...byContent.values()];
}

/** Names that are free in their namespace: the first keeps its name, the next ones say which gateway they are for, then count. */
function named(drafts: readonly Draft[]): Draft[] {
  const taken = new Set<string>();
  return drafts.map((draft) => {
    const numbers = Array.from({ length: drafts.length }, (_, index) => `${draft.name}-${index + 2}`);
    const free = [draft.name, `${draft.name}-${draft.suffix}`, ...numbers].find(
      (name) => !taken.has(`${draft.namespace}/${name}`),
    ) as string;
    taken.add(`${draft.namespace}/${free}`);
    return { ...draft, name: free };
  });
}
