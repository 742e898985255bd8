import type { KubeObject } from '../../krm/kube-object.ts';

interface Destination {
  readonly destination?: { readonly host?: string; readonly subset?: string };
  readonly weight?: number;
}

interface HTTPRoute {
  readonly name?: string;
  readonly route?: readonly Destination[];
}

/**
 * The routes with the weights that the package has for them now: a rollout controller changes weights while it runs, and what it wrote must not be taken back.
 * Routes are found by name, otherwise by position; destinations by host and subset.
 */
export function ownedWeights(routes: readonly HTTPRoute[], existing: KubeObject | undefined): HTTPRoute[] {
  const before = (existing?.spec as { http?: readonly HTTPRoute[] } | undefined)?.http ?? [];
  return routes.map((route, index) => {
    const other = route.name === undefined ? before[index] : before.find(({ name }) => name === route.name);
    return route.route === undefined
      ? route
      : { ...route, route: route.route.map((entry) => ({ ...entry, weight: weightOf(entry, other) ?? entry.weight })) };
  });
}

function weightOf({ destination }: Destination, before: HTTPRoute | undefined): number | undefined {
  return before?.route?.find((entry) => entry.destination?.host === destination?.host && entry.destination?.subset === destination?.subset)
    ?.weight;
}
