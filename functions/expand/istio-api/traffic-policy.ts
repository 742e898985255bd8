import type { BackendPolicy } from '../../intent/generated/gateway-intent.ts';
import { clientTLS } from './client-tls.ts';

interface PolicyContext {
  /** The host of the DestinationRule, and its namespace. */
  readonly host: string;
  readonly namespace: string;
  readonly isHTTP: boolean;
}

/** A BackendPolicy as the `trafficPolicy` of a DestinationRule. */
export function trafficPolicy(policy: BackendPolicy, { host, namespace, isHTTP }: PolicyContext): object {
  const { tls, loadBalancer, connectionPool, outlierDetection } = policy;
  return {
    loadBalancer: loadBalancer && balancer(loadBalancer),
    connectionPool: connectionPool && pool(connectionPool, isHTTP),
    outlierDetection,
    tls: tls && clientTLS(tls, host, namespace),
  };
}

const policies = { RoundRobin: 'ROUND_ROBIN', LeastRequest: 'LEAST_REQUEST', Random: 'RANDOM', Passthrough: 'PASSTHROUGH' } as const;

function balancer({ policy, consistentHash, locality }: NonNullable<BackendPolicy['loadBalancer']>): object {
  return {
    simple: policy && policies[policy],
    consistentHash: consistentHash && {
      httpHeaderName: consistentHash.header,
      httpCookie: consistentHash.cookie && { name: consistentHash.cookie.name, ttl: consistentHash.cookie.ttl ?? '0s' },
      useSourceIp: consistentHash.sourceIP && true,
    },
    localityLbSetting: locality && { enabled: true, failover: locality.failover },
  };
}

function pool(written: NonNullable<BackendPolicy['connectionPool']>, isHTTP: boolean): object {
  const { maxConnections, maxPendingRequests, maxRequestsPerConnection, connectTimeout, idleTimeout } = written;
  const tcp = { maxConnections, connectTimeout, idleTimeout: isHTTP ? undefined : idleTimeout };
  const http = { http1MaxPendingRequests: maxPendingRequests, maxRequestsPerConnection, idleTimeout: isHTTP ? idleTimeout : undefined };
  return { tcp: onlySet(tcp), http: onlySet(http) };
}

/** The fields that are set; nothing where none is. */
function onlySet(fields: object): object | undefined {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}
