import type { HeaderChanges, Retries } from '../../intent/generated/gateway-intent.ts';
import type { Backend, Route, RouteEntry, RouteGroup } from '../../intent/model.ts';
import { namesHost } from '../../intent/resolve/redirect-host.ts';
import { mergeHeaders } from '../../intent/resolve/routes.ts';
import { unlessEmpty } from '../made.ts';
import { corsPolicy } from './cors-policy.ts';
import { type HTTPMatch, httpMatches } from './http-match.ts';
import { pathRewrites } from './path-rewrite.ts';
import { redirectOf } from './redirect.ts';
import { routeName } from './route-name.ts';

/** An `http` entry of a VirtualService, and the alternatives of the routes that it was made of. */
export interface BuiltRoute {
  readonly object: object;
  readonly entries: readonly RouteEntry[];
}

/** The `http` entries of a VirtualService, in the order of the group; neighbours of one route are written together. */
export function httpRoutes(group: RouteGroup): BuiltRoute[] {
  const seen = new Set<string>();
  return group.entries.reduce<{ entries: RouteEntry[] }[]>(together, []).flatMap(({ entries }) => {
    const matches = entries.flatMap((entry) => httpMatches(entry, group));
    // The path of a prefix itself may be another route's already: Istio warns of matches that have no effect.
    const fresh = matches.filter((match) => !seen.has(JSON.stringify(match)));
    for (const match of fresh) seen.add(JSON.stringify(match));
    return routeOf(entries, fresh.length > 0 ? fresh : matches, group).map((object) => ({ object, entries }));
  });
}

function together(runs: { entries: RouteEntry[] }[], entry: RouteEntry): { entries: RouteEntry[] }[] {
  const last = runs.at(-1);
  if (last?.entries[0]?.route !== entry.route) return [...runs, { entries: [entry] }];
  last.entries.push(entry);
  return runs;
}

function routeOf(entries: readonly RouteEntry[], matches: readonly HTTPMatch[], group: RouteGroup): object[] {
  const { route } = entries[0] as RouteEntry;
  const pieces = pathRewrites(route, matches);
  return pieces.map(({ matches: own, rewrite, redirect }) => ({
    name: routeName(entries[0] as RouteEntry),
    match: own.length > 0 ? own : undefined,
    ...actionOf(route, redirect, portsOf(entries, group), group.hosts),
    rewrite: unlessEmpty({ ...rewrite, ...authority(route) }),
    timeout: route.timeout === '0s' ? undefined : route.timeout,
    retries: retries(route.retries),
    fault: fault(route),
    ...mirror(route),
    corsPolicy: route.cors && corsPolicy(route.cors),
    headers: headers(route.requestHeaders, route.responseHeaders),
  }));
}

/** The ports on which a client may come to a route. */
const portsOf = (entries: readonly RouteEntry[], group: RouteGroup): number[] => entries.flatMap(({ ports }) => ports ?? group.ports);

function actionOf(route: Route, redirect: object | undefined, ports: readonly number[], hosts: readonly string[]): object {
  const { action } = route;
  switch (action.kind) {
    case 'forward':
      return { route: destinations(action.backends, route.rewrite?.host === 'Auto') };
    case 'redirect':
      return {
        redirect: { ...redirectOf(action.redirect, ports, namesHost(route, ports) ? hosts[0] : undefined), ...redirect },
      };
    case 'respond':
      return { directResponse: { status: action.respond.status, body: action.respond.body && { string: action.respond.body } } };
    case 'delegate':
      return { delegate: { name: action.name, namespace: action.namespace } };
  }
}

/** Weighted destinations; a single one has no weight. With `ownHost`, each of several gets its own name as Host. */
export function destinations(backends: readonly Backend[], ownHost = false): object[] {
  const several = backends.length > 1;
  return backends.map((backend) => ({
    destination: destination(backend),
    weight: several ? (backend.weight ?? 1) : undefined,
    headers: headers(
      ownHost && several ? mergeHeaders({ set: { Host: backend.host } }, backend.requestHeaders) : backend.requestHeaders,
      backend.responseHeaders,
    ),
  }));
}

export const destination = ({ host, subset, servicePort }: Backend): object => ({ host, subset, port: { number: servicePort } });

/** `host: Auto` is the full name of the backend; with several backends each gets its own, by a header of the destination. */
function authority({ rewrite, action }: Route): { authority?: string } {
  if (rewrite?.host === undefined) return {};
  if (rewrite.host !== 'Auto') return { authority: rewrite.host };
  return action.kind === 'forward' && action.backends.length === 1 ? { authority: (action.backends[0] as Backend).host } : {};
}

/** Repeated attempts; an inherited policy is switched off with no attempts. */
export function retries(written: Retries | undefined): object | undefined {
  if (written === undefined) return undefined;
  const { attempts = 2, perTryTimeout, retryOn } = written;
  return attempts === 0 ? { attempts } : { attempts, perTryTimeout, retryOn: retryOn?.join(',') };
}

function fault({ fault: written }: Route): object | undefined {
  return (
    written && {
      delay: written.delay && { percentage: { value: written.delay.percent ?? 100 }, fixedDelay: written.delay.fixed },
      abort: written.abort && { percentage: { value: written.abort.percent ?? 100 }, httpStatus: written.abort.status },
    }
  );
}

function mirror({ mirror: written }: Route): object {
  return written === undefined ? {} : { mirror: destination(written.backend), mirrorPercentage: { value: written.percent } };
}

export function headers(request: HeaderChanges | undefined, response: HeaderChanges | undefined): object | undefined {
  return request || response ? { request, response } : undefined;
}
