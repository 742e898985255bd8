import type { BackendPolicy, Fault, Retries } from '../../../intent/generated/gateway-intent.ts';
import type { Exposure, Gateway, Route } from '../../../intent/model.ts';

/** The spec of a BackendTrafficPolicy, without its targets. */
export type TrafficSettings = Readonly<Record<string, unknown>>;

/** What every route of a gateway gets that says nothing itself: Envoy Gateway's own defaults are a limit of 15 s and no retries. */
export function gatewaySettings({ spec: { defaults } }: Gateway): TrafficSettings {
  return {
    timeout: { http: { requestTimeout: '0s' } },
    retry: retry(defaults?.retries),
    compression: defaults?.compression?.map((type) => ({ type })),
  };
}

/** What a route needs; it stands instead of the gateway's settings, so it says those too. */
export function routeSettings(route: Route, exposure: Exposure, gateway: Gateway): TrafficSettings {
  const { backendPolicy, rateLimit } = exposure;
  const { connectTimeout, idleTimeout } = backendPolicy?.connectionPool ?? {};
  return {
    ...gatewaySettings(gateway),
    timeout: {
      tcp: connectTimeout === undefined ? undefined : { connectTimeout },
      http: { requestTimeout: '0s', ...(idleTimeout === undefined ? {} : { connectionIdleTimeout: idleTimeout }) },
    },
    retry: retry(route.retries),
    ...backendSettings(backendPolicy),
    faultInjection: route.fault && fault(route.fault),
    rateLimit: rateLimit && { local: { rules: [{ limit: { requests: rateLimit.requests, unit: rateLimit.unit } }] } },
  };
}

/** What a route of TLS, TCP or UDP needs; `undefined`: nothing. */
export function layer4Settings({ backendPolicy }: Exposure): TrafficSettings | undefined {
  const { connectTimeout } = backendPolicy?.connectionPool ?? {};
  const settings = {
    ...backendSettings(backendPolicy),
    timeout: connectTimeout === undefined ? undefined : { tcp: { connectTimeout } },
  };
  return Object.values(settings).some((value) => value !== undefined) ? settings : undefined;
}

function backendSettings({ loadBalancer, connectionPool, outlierDetection }: BackendPolicy = {}): TrafficSettings {
  return {
    loadBalancer: loadBalancer && balancer(loadBalancer),
    circuitBreaker: connectionPool && circuitBreaker(connectionPool),
    healthCheck: outlierDetection && { passive: outliers(outlierDetection) },
  };
}

const usualTriggers = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

/** Two more attempts where the request cannot have been handled, as Istio does by default. */
function retry({ attempts = 2, perTryTimeout, retryOn = usualTriggers }: Retries = {}): object {
  if (attempts === 0) return { numRetries: 0 };
  const codes = retryOn.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const triggers = retryOn.filter((entry) => !/^\d+$/.test(entry));
  return {
    numRetries: attempts,
    retryOn: {
      triggers: codes.length > 0 && !triggers.includes('retriable-status-codes') ? [...triggers, 'retriable-status-codes'] : triggers,
      httpStatusCodes: codes.length > 0 ? codes : undefined,
    },
    perRetry: perTryTimeout === undefined ? undefined : { timeout: perTryTimeout },
  };
}

function fault({ delay, abort }: Fault): object {
  return {
    delay: delay && { fixedDelay: delay.fixed, percentage: delay.percent ?? 100 },
    abort: abort && { httpStatus: abort.status, percentage: abort.percent ?? 100 },
  };
}

/** A cookie without `ttl` is never set; `0s` makes one that lives as long as the browser is open. */
function balancer({ policy, consistentHash }: NonNullable<BackendPolicy['loadBalancer']>): object | undefined {
  if (consistentHash === undefined) return policy === undefined ? undefined : { type: policy };
  const { header, cookie } = consistentHash;
  const hash =
    header !== undefined
      ? { type: 'Header', header: { name: header } }
      : cookie !== undefined
        ? { type: 'Cookie', cookie: { name: cookie.name, ttl: cookie.ttl ?? '0s' } }
        : { type: 'SourceIP' };
  return { type: 'ConsistentHash', consistentHash: hash };
}

function circuitBreaker({
  maxConnections,
  maxPendingRequests,
  maxRequestsPerConnection,
}: NonNullable<BackendPolicy['connectionPool']>): object | undefined {
  const limits = { maxConnections, maxPendingRequests, maxRequestsPerConnection };
  return Object.values(limits).some((value) => value !== undefined) ? limits : undefined;
}

/** Istio looks every 10 s, Envoy Gateway every 3 s. */
function outliers(written: NonNullable<BackendPolicy['outlierDetection']>): object {
  const { consecutive5xxErrors, interval = '10s', baseEjectionTime, maxEjectionPercent } = written;
  return { consecutive5XxErrors: consecutive5xxErrors, interval, baseEjectionTime, maxEjectionPercent };
}
