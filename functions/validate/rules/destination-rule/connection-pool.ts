import type { Rule } from '../../rule.ts';
import { at, deep, isMap, isSet, isTrue, number, text, wrong } from '../../spot.ts';
import { connectionPools } from '../../spots/destination-rule.ts';

export const connectionPool: Rule = {
  code: 'GI1306',
  name: 'connection-pool',
  severity: 'error',
  summary: 'A connection pool must set something, and its limits must not be negative.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `tcp` or `http` settings, or delete the block',
  source: 'istio/istio, pkg/config/validation/validation.go (validateConnectionPool)',
  upstream: ['IST0106'],
  *check(world) {
    for (const pool of connectionPools(world)) {
      const http = at(pool, 'http');
      if (!isSet(http) && !isSet(at(pool, 'tcp'))) yield wrong(pool, 'must have `tcp` or `http` settings');
      for (const limit of [...httpLimits.map((name) => at(http, name)), deep(pool, 'tcp', 'maxConnections')])
        if (number(limit) < 0) yield wrong(limit, `must not be negative: ${number(limit)}`);
      if (isTrue(at(http, 'useClientProtocol')) && text(at(http, 'h2UpgradePolicy')) === 'UPGRADE')
        yield wrong(at(http, 'useClientProtocol'), 'must not be true when `h2UpgradePolicy` is UPGRADE');
      const keepAlive = at(http, 'http2KeepAlive');
      for (const name of ['interval', 'timeout'])
        if (isMap(keepAlive) && !isSet(at(keepAlive, name))) yield wrong(at(keepAlive, name), 'must be set');
    }
  },
};

const httpLimits = ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'];
