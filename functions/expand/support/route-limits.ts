import { valueAt } from '../../diagnostics/path.ts';
import { both, gatewayApis, istioApis, type Limit, onlySince, onlyValues, type Use, withoutSidecars } from './limit.ts';

const matchers = ['headers', 'queryParams', 'cookies'];
const isTrue = onlyValues(true);
const order = 'write the route for requests that have it before this one';

/** Two more attempts on failed connections are what Istio does anyway. */
const notUsual: Limit['only'] = {
  words: 'other than `{attempts: 2}`',
  holds: ({ value }) => JSON.stringify({ attempts: 2, ...(value as object) }) !== '{"attempts":2}',
};

interface WrittenRoute {
  readonly match?: readonly { readonly path?: { readonly prefix?: string; readonly exact?: string; readonly regex?: string } }[];
  readonly backends?: readonly unknown[];
}

/** The entry of `routes` that a field is in. */
const routeOf = ({ path, spec }: Use): WrittenRoute => (valueAt(spec, path.slice(0, path.indexOf('routes') + 2)) ?? {}) as WrittenRoute;

/** Whether a route fits every path. */
function fitsRoot(use: Use): boolean {
  const { match = [] } = routeOf(use);
  return match.length === 0 || match.some(({ path }) => path === undefined || /^\/+$/.test(path.prefix ?? ''));
}

const isRoot = (value: unknown): boolean => /^\/+$/.test(String(value));

/** Routes, backends and what is done to requests. */
export const routeLimits: readonly Limit[] = [
  ...matchers.map(
    (field): Limit => ({
      field: `expose[].routes[].match[].${field}[].not`,
      providers: gatewayApis,
      reason: 'the Gateway API has no negated conditions',
      alternative: order,
      only: isTrue,
    }),
  ),
  {
    field: 'expose[].routes[].match[].queryParams[].not',
    providers: istioApis,
    reason: 'Istio has no negated conditions on query parameters',
    alternative: order,
    only: isTrue,
  },
  {
    field: 'expose[].routes[].match[].withoutHeaders',
    providers: gatewayApis,
    reason: 'the Gateway API has no negated conditions',
    alternative: order,
  },
  ...['expose[].backends[]', 'expose[].routes[].backends[]'].flatMap((place): Limit[] => [
    {
      field: `${place}.labels`,
      providers: gatewayApis,
      reason: 'routes of the Gateway API lead to Services, not to some of their pods',
      alternative: 'write a Service that selects these pods, and name it',
    },
    {
      field: `${place}.subset`,
      providers: gatewayApis,
      reason: 'routes of the Gateway API lead to Services, not to some of their pods',
      alternative: 'write a Service that selects these pods, and name it',
    },
    {
      field: `${place}.host`,
      providers: ['envoy-gateway'],
      reason: 'Envoy Gateway calls names of two labels or more',
      alternative: 'write the full name',
      only: { words: 'without a dot', holds: ({ value }) => !/[.:]/.test(String(value)) },
    },
    {
      field: `${place}.host`,
      providers: ['gateway-api'],
      reason: 'the Gateway API knows Services as backends only',
      alternative: 'write a Service with EndpointSlices, or use provider `istio-gateway-api` or `envoy-gateway`',
    },
  ]),
  {
    field: 'expose[].routes[].redirect.prefix',
    providers: istioApis,
    reason: 'Istio replaces prefixes of redirects since 1.31',
    alternative: 'set `mesh.version` to 1.31 or newer where that runs, or write a redirect with `path` for each path',
    only: onlySince(1, 31),
  },
  {
    field: 'expose[].routes[].redirect.prefix',
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'Istio makes `//x` of it',
    alternative: 'redirect to a path below `/`, or use provider `istio` or `envoy-gateway`',
    only: { words: '`/`', holds: ({ value }) => isRoot(value) },
  },
  ...['redirect', 'rewrite'].map(
    (field): Limit => ({
      field: `expose[].routes[].${field}.prefix`,
      providers: ['istio-gateway-api', 'gateway-api'],
      reason: 'Istio joins it to the path without a slash where the route fits every path: `/a` and `/b` become `/ab`',
      alternative: 'match a prefix below `/`, or use provider `istio` or `envoy-gateway`',
      only: { words: 'for the prefix `/`', holds: (use) => !isRoot(use.value) && fitsRoot(use) },
    }),
  ),
  {
    field: 'expose[].routes[].rewrite.host',
    providers: ['gateway-api'],
    reason: 'classes need not give each of several backends a Host of its own',
    alternative: 'write the Host, or a route for each backend, or use provider `istio-gateway-api` or `envoy-gateway`',
    only: { words: '`Auto` with several backends', holds: (use) => use.value === 'Auto' && (routeOf(use).backends?.length ?? 0) > 1 },
  },
  {
    field: 'expose[].routes[].respond',
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'routes of the Gateway API need a backend or a redirect',
    alternative: 'let a backend answer, or use provider `istio` or `envoy-gateway`',
  },
  {
    field: 'expose[].routes[].rewrite.regex',
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'the Gateway API replaces a prefix or the whole path',
    alternative: 'use `rewrite.prefix` or `rewrite.path`, or provider `istio` or `envoy-gateway`',
  },
  {
    field: 'expose[].routes[].fault',
    providers: ['istio-gateway-api', 'gateway-api'],
    reason: 'the Gateway API has no faults',
    alternative: 'use provider `istio` or `envoy-gateway`',
  },
  ...['expose[]', 'expose[].routes[]'].flatMap((place) =>
    ['prefix', 'regex'].map(
      (field): Limit => ({
        field: `${place}.cors.allowOrigins[].${field}`,
        providers: gatewayApis,
        reason: 'the Gateway API knows origins and `*` for a part of their host',
        alternative: 'use `exact`, such as `https://*.example.com`',
      }),
    ),
  ),
  ...['gateways[].defaults.retries', 'expose[].retries', 'expose[].routes[].retries'].flatMap((field): Limit[] => [
    {
      field,
      providers: ['istio-gateway-api'],
      reason: 'the standard Gateway API has no retries, and Istio makes two attempts more where the connection failed',
      alternative: 'remove it, or use provider `istio` or `envoy-gateway`',
      only: notUsual,
    },
    {
      field,
      providers: ['gateway-api'],
      reason: 'the standard Gateway API has no retries',
      alternative: 'remove it, or use provider `istio` or `envoy-gateway`',
    },
    {
      field: `${field}.retryOn[]`,
      providers: ['envoy-gateway'],
      reason: 'Envoy Gateway does not know this failure',
      alternative: 'use one that it knows, or a status code',
      only: {
        words: '`envoy-ratelimited`, `retriable-headers`, `http3-post-connect-failure`, `non-idempotent` …',
        holds: isUnknownTrigger,
      },
    },
  ]),
  {
    field: 'expose[].rateLimit',
    providers: ['gateway-api'],
    reason: 'the Gateway API has no rate limits',
    alternative: "use the class's own policies beside the intent, or provider `istio`, `istio-gateway-api` or `envoy-gateway`",
  },
  ...['loadBalancer', 'connectionPool', 'outlierDetection'].map(
    (field): Limit => ({
      field: `expose[].backendPolicy.${field}`,
      providers: ['gateway-api'],
      reason: 'the Gateway API says nothing about connections to backends but TLS',
      alternative: "use the class's own policies beside the intent, or provider `istio`, `istio-gateway-api` or `envoy-gateway`",
    }),
  ),
  {
    field: 'expose[].backendPolicy.loadBalancer.policy',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway always chooses the pod itself',
    alternative: 'use `LeastRequest`, `RoundRobin` or `Random`',
    only: onlyValues('Passthrough'),
  },
  {
    field: 'expose[].backendPolicy.loadBalancer.locality',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway knows the zone of the proxy, and no regions to fall back to',
    alternative: 'remove it, or use provider `istio` or `istio-gateway-api`',
  },
  {
    field: 'expose[].backendPolicy.tls.validation',
    providers: ['gateway-api'],
    reason: 'the Gateway API always verifies the certificate of a backend',
    alternative: 'name its CA with `ca`',
    only: onlyValues('None'),
  },
  {
    field: 'expose[].backendPolicy.tls.mode',
    providers: ['gateway-api'],
    reason: 'nobody knows whether the gateway is part of the mesh',
    alternative: 'remove it, or use provider `istio` or `istio-gateway-api`',
    only: onlyValues('Mesh'),
  },
  {
    field: 'expose[].backendPolicy.tls.mode',
    providers: ['envoy-gateway'],
    reason: 'the gateway is not part of the mesh',
    alternative: 'set `mesh.envoyGateway.sidecars: Enabled`, or use provider `istio` or `istio-gateway-api`',
    only: both(onlyValues('Mesh'), withoutSidecars),
  },
];

const triggers = new Set([
  ...[
    '5xx',
    'gateway-error',
    'reset',
    'reset-before-request',
    'connect-failure',
    'retriable-4xx',
    'refused-stream',
    'retriable-status-codes',
  ],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
]);

function isUnknownTrigger({ value }: Use): boolean {
  return !/^\d+$/.test(String(value)) && !triggers.has(String(value));
}
