import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import type { OriginPart } from '../../krm/item.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { ownersOf } from '../istio-api/owners.ts';
import type { Made } from '../made.ts';
import type { Dialect } from './dialect.ts';
import { type GatewayExtras, gatewayObject } from './gateway-object.ts';
import { type Layer4Route, layer4Routes } from './layer4-routes.ts';
import { listenerParts } from './listener-parts.ts';
import { type Listener, listenersOf } from './listeners.ts';
import { withOwnedWeights } from './owned-weights.ts';
import { redirectRoutes } from './redirect-routes.ts';
import { type BuiltRoute, routeObjects } from './route-objects.ts';
import { layer4Parts, routeParts } from './route-parts.ts';
import { type RoutePlan, routePlans } from './route-plans.ts';

/** A gateway with everything that is attached to it. */
export interface Routing {
  readonly gateway: Gateway;
  readonly listeners: readonly Listener[];
  /** The objects of each plan of HTTP routes. */
  readonly http: readonly (readonly BuiltRoute[])[];
  readonly layer4: readonly Layer4Route[];
}

/** The routes of each gateway, with names that are free in their namespaces. */
export function routings(model: Model, gateways: readonly Gateway[], dialect: Dialect, existing: Existing): Routing[] {
  const free = freeNames();
  return gateways.map((gateway) => {
    const listeners = gateway.management === 'External' ? [] : listenersOf(gateway);
    const plans = routePlans(model, gateway, listeners).map(
      (plan): RoutePlan => ({ ...plan, name: free(`HTTPRoute ${plan.namespace}`, plan.name, gateway.name) }),
    );
    return {
      gateway,
      listeners,
      http: plans.map((plan) => routeObjects(plan, dialect).map((built) => withWeights(built, existing))),
      layer4: layer4Routes(model.exposures, gateway, listeners, dialect).map((route) => renamed(route, free, gateway)),
    };
  });
}

/** The object of a name as the package has it now. */
type Existing = (kind: string, namespace: string, name: string) => KubeObject | undefined;

type FreeName = (scope: string, name: string, gateway: string) => string;

function withWeights(built: BuiltRoute, existing: Existing): BuiltRoute {
  if (built.plan.exposures.every(({ weightsOwner }) => weightsOwner === undefined)) return built;
  const { kind, metadata } = built.object;
  return { ...built, object: withOwnedWeights(built.object, existing(kind, metadata.namespace as string, metadata.name)) };
}

function renamed(route: Layer4Route, free: FreeName, gateway: Gateway): Layer4Route {
  const { kind, metadata } = route.object;
  const name = free(`${kind} ${metadata.namespace}`, metadata.name, gateway.name);
  return { ...route, object: { ...route.object, metadata: { ...metadata, name } } };
}

/** The first keeps its name, the next ones say which gateway they are for, then count. */
function freeNames(): FreeName {
  const taken = new Set<string>();
  return (scope, name, gateway) => {
    const numbers = Array.from({ length: taken.size }, (_, index) => `${name}-${index + 2}`);
    const found = [name, `${name}-${gateway}`, ...numbers].find((candidate) => !taken.has(`${scope}/${candidate}`)) as string;
    taken.add(`${scope}/${found}`);
    return found;
  };
}

/** The objects of a routing: the Gateway, unless it belongs to another package, and its routes. */
export function routingObjects(routing: Routing, model: Model, dialect: Dialect, extras: GatewayExtras): Made[] {
  const { gateway, listeners, http, layer4 } = routing;
  const routes = [
    ...http.flat().map((built) => madeOf(built.object, built.plan.exposures, routeParts(built))),
    ...layer4.map((route) => madeOf(route.object, [route.exposure], layer4Parts(route))),
  ];
  if (gateway.management === 'External' || listeners.length === 0) return routes;
  const contributors = ownersOf(model.exposures.filter((exposure) => exposure.gateway === gateway.key));
  const own = { origin: gateway.origin, owners: [...new Set([gateway.intent.item, ...contributors])] };
  const object = gatewayObject(gateway, listeners, attachedNamespaces(routing), dialect, extras);
  return [
    { ...own, object, origin: { ...gateway.origin, parts: listenerParts(gateway, listeners) } },
    ...routes,
    ...redirectRoutes(gateway, listeners).map((object) => ({ object, ...own })),
  ];
}

function madeOf(object: KubeObject, exposures: readonly Exposure[], parts: readonly OriginPart[]): Made {
  return { object, origin: { ...(exposures[0] as Exposure).origin, parts }, owners: ownersOf(exposures) };
}

/** The namespaces of the routes of each listener, by its name. */
function attachedNamespaces({ http, layer4 }: Routing): Map<string, Set<string>> {
  const attached = new Map<string, Set<string>>();
  const routes = [
    ...http.flat().map(({ plan }) => plan),
    ...layer4.map(({ exposure, listeners }) => ({ namespace: exposure.namespace, listeners })),
  ];
  for (const { namespace, listeners } of routes)
    for (const { name } of listeners) attached.set(name, (attached.get(name) ?? new Set()).add(namespace));
  return attached;
}
