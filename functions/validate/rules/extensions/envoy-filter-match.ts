import type { Rule } from '../../rule.ts';
import { at, deep, isSet, text, wrong } from '../../spot.ts';
import { configPatches, filterMatches } from '../../spots/envoy-filter.ts';

export const envoyFilterMatch: Rule = {
  code: 'GI1652',
  name: 'envoy-filter-match',
  severity: 'error',
  summary: 'A match of an EnvoyFilter must fit `applyTo`, and filters must be matched by name.',
  why: 'the webhook of istiod refuses the object',
  fix: 'match a `listener` for listeners and filters, a `routeConfiguration` for routes, a `cluster` for clusters',
  source: 'istio/istio, pkg/config/validation/envoyfilter/envoyfilter.go',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { patch, applyTo } of configPatches(world)) {
      const wanted = matchOf[applyTo];
      const other = objects.map((name) => deep(patch, 'match', name)).find((match) => isSet(match) && match.key !== wanted);
      if (wanted !== undefined && other !== undefined) yield wrong(other, `must be \`${wanted}\` when \`applyTo\` is ${applyTo}`);
    }
    for (const { filter, subFilter, applyTo } of filterMatches(world)) {
      const name = at(filter, 'name');
      if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN')
        yield wrong(filter, `has no effect when \`applyTo\` is ${applyTo}`, { severity: 'warning' });
      if (text(name) === '') yield wrong(name, 'must be set');
      else if (isSet(subFilter) && applyTo !== 'HTTP_FILTER') yield wrong(subFilter, `must not be set when \`applyTo\` is ${applyTo}`);
      else if (isSet(subFilter) && !connectionManagers.has(text(name)))
        yield wrong(name, 'must be "envoy.filters.network.http_connection_manager" beside `subFilter`');
      else if (isSet(subFilter) && text(at(subFilter, 'name')) === '') yield wrong(at(subFilter, 'name'), 'must be set');
    }
  },
};

const objects = ['listener', 'routeConfiguration', 'cluster', 'waypoint'];
const matchOf: Readonly<Record<string, string>> = Object.fromEntries([
  ...['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].map((name) => [name, 'listener']),
  ...['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'].map((name) => [name, 'routeConfiguration']),
  ['CLUSTER', 'cluster'],
]);
const connectionManagers = new Set(['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager']);
