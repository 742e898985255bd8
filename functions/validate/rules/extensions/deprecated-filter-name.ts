import type { Rule } from '../../rule.ts';
import { at, isSet, text, wrong } from '../../spot.ts';
import { filterMatches } from '../../spots/envoy-filter.ts';

export const deprecatedFilterName: Rule = {
  code: 'GI1654',
  name: 'deprecated-filter-name',
  severity: 'warning',
  summary: 'A filter should be matched by its present name.',
  why: 'the old name is translated for now, and matches nothing once that ends',
  fix: 'write the present name',
  source: 'istio/istio, pkg/config/validation/envoyfilter/envoyfilter.go',
  upstream: ['IST0133'],
  *check(world) {
    for (const { filter, subFilter } of filterMatches(world))
      for (const name of [at(filter, 'name'), at(subFilter, 'name')]) {
        const now = isSet(name) ? presentName(text(name)) : undefined;
        if (now !== undefined) yield wrong(name, `is the old name ${JSON.stringify(text(name))}`, { fix: `write \`${now}\`` });
      }
  },
};

/** The present names of filters that were called `envoy.NAME` in the API before v3. */
const present: Readonly<Record<string, readonly string[]>> = {
  'envoy.filters.http.': [
    'buffer',
    'cors',
    'csrf',
    'fault',
    'grpc_http1_bridge',
    'grpc_json_transcoder',
    'grpc_web',
    'gzip',
    'health_check',
    'ip_tagging',
    'lua',
    'router',
    'squash',
  ],
  'envoy.filters.network.': [
    'client_ssl_auth',
    'ext_authz',
    'http_connection_manager',
    'mongo_proxy',
    'ratelimit',
    'redis_proxy',
    'tcp_proxy',
  ],
};
const renamed: Readonly<Record<string, string>> = {
  http_dynamo_filter: 'envoy.filters.http.dynamo',
  rate_limit: 'envoy.filters.http.ratelimit',
};
const listeners = ['http_inspector', 'original_dst', 'original_src', 'proxy_protocol', 'tls_inspector'];

function presentName(name: string): string | undefined {
  if (!name.startsWith('envoy.')) return undefined;
  const old = name.slice('envoy.'.length);
  if (listeners.some((listener) => old === `listener.${listener}`)) return `envoy.filters.${old}`;
  const prefix = Object.keys(present).find((start) => present[start]?.includes(old));
  return prefix === undefined ? renamed[old] : `${prefix}${old}`;
}
