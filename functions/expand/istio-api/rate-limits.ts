import type { Exposure, Gateway, Model, RouteEntry } from '../../intent/model.ts';
import type { Made } from '../made.ts';
import { ownersOf } from './owners.ts';
import { policyTarget } from './policy-target.ts';
import { routeName } from './route-name.ts';

const units = { Second: '1s', Minute: '60s', Hour: '3600s', Day: '86400s' } as const;

const localRateLimit = 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';
const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
const descriptorKey = 'exposure';

/** The names under which proxies know the route of an entry. */
type NamesOf = (entry: RouteEntry) => readonly string[];

/**
 * Istio has no API for limits that a proxy counts by itself, so they are an EnvoyFilter: a counter for each exposure in the gateway's HTTP filter, and a mark on
 * its routes. https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
 */
export function rateLimits(model: Model, gateway: Gateway, namesOf: NamesOf = (entry) => [routeName(entry) as string]): Made[] {
  const limited = model.exposures.filter(
    ({ gateway: key, rateLimit, family }) => key === gateway.key && rateLimit !== undefined && family === 'http',
  );
  const [first] = limited;
  if (first === undefined) return [];
  return [
    {
      object: {
        apiVersion: 'networking.istio.io/v1alpha3',
        kind: 'EnvoyFilter',
        metadata: { name: `${gateway.name}-rate-limit`, namespace: gateway.workload.namespace },
        spec: {
          priority: 10,
          ...selection(gateway),
          configPatches: [counter(limited), ...limited.flatMap((exposure) => marks(model, gateway, exposure, namesOf))],
        },
      },
      origin: { item: first.origin.item, path: [...first.origin.path, 'rateLimit'] },
      owners: ownersOf(limited),
    },
  ];
}

/** EnvoyFilters have a spelling of their own for the labels of pods. */
function selection(gateway: Gateway): object {
  const target = policyTarget(gateway);
  return 'selector' in target ? { workloadSelector: { labels: target.selector.matchLabels } } : target;
}

const descriptorValue = ({ namespace, name }: Exposure): string => `${namespace}/${name}`;

/** One bucket for each exposure; requests without a mark meet a bucket that never ends. */
function counter(limited: readonly Exposure[]): object {
  return {
    applyTo: 'HTTP_FILTER',
    match: {
      context: 'GATEWAY',
      listener: {
        filterChain: {
          filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } },
        },
      },
    },
    patch: {
      operation: 'INSERT_BEFORE',
      value: {
        name: 'envoy.filters.http.local_ratelimit',
        typed_config: {
          '@type': localRateLimit,
          stat_prefix: 'gateway_intent',
          token_bucket: { max_tokens: 1_000_000_000, tokens_per_fill: 1_000_000_000, fill_interval: '1s' },
          filter_enabled: always,
          filter_enforced: always,
          descriptors: limited.map((exposure) => ({
            entries: [{ key: descriptorKey, value: descriptorValue(exposure) }],
            token_bucket: bucket(exposure),
          })),
        },
      },
    },
  };
}

function bucket({ rateLimit }: Exposure): object {
  const { requests = 0, unit = 'Second' } = rateLimit ?? {};
  return { max_tokens: requests, tokens_per_fill: requests, fill_interval: units[unit] };
}

/** A mark for every route that forwards requests of the exposure, in every virtual host that it is served in. */
function marks(model: Model, gateway: Gateway, exposure: Exposure, namesOf: NamesOf): object[] {
  const places = model.routeGroups
    .filter((group) => group.gateway === gateway.key && group.exposures.includes(exposure))
    .flatMap((group) =>
      group.hosts.flatMap((host) =>
        (group.ports.length > 0 ? group.ports : exposure.attachments.map(({ port }) => port)).flatMap((port) =>
          group.entries
            .filter((entry) => entry.exposure === exposure && entry.route.action.kind === 'forward')
            .flatMap((entry) => namesOf(entry).map((route) => ({ vhost: `${host}:${port}`, route }))),
        ),
      ),
    );
  const unique = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
  return unique.map(({ vhost, route }) => ({
    applyTo: 'HTTP_ROUTE',
    match: { context: 'GATEWAY', routeConfiguration: { vhost: { name: vhost, route: { name: route } } } },
    patch: {
      operation: 'MERGE',
      value: {
        route: {
          rate_limits: [{ actions: [{ generic_key: { descriptor_key: descriptorKey, descriptor_value: descriptorValue(exposure) } }] }],
        },
      },
    },
  }));
}
