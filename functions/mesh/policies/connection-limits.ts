import { valueAt } from '../../diagnostics/path.ts';
import { asList, asRecord, asText, isSet } from '../loose.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import type { Limit } from './patience.ts';

type Named = readonly [path: string, words: (value: string) => string];

/** What a ClientTrafficPolicy says of connections of clients, and of the time that they have. */
const client: readonly Named[] = [
  ['connection.connectionLimit.value', (value) => `at most ${value} connections`],
  ['connection.connectionLimit.maxConnectionDuration', (value) => `connections last ${value} at most`],
  ['connection.connectionLimit.maxRequestsPerConnection', (value) => `at most ${value} requests on a connection`],
  ['connection.connectionLimit.maxStreamDuration', (value) => `requests last ${value} at most`],
  ['timeout.tcp.idleTimeout', (value) => `idle connections are closed after ${value}`],
  ['timeout.http.idleTimeout', (value) => `connections without requests are closed after ${value}`],
  ['timeout.http.streamIdleTimeout', (value) => `requests end after ${value} of silence`],
  ['timeout.http.requestReceivedTimeout', (value) => `requests must have arrived within ${value}`],
  ['timeout.http.requestHeadersReceivedTimeout', (value) => `headers must have arrived within ${value}`],
];

/** What a BackendTrafficPolicy says besides how long to wait and how often to ask. */
const backend: readonly Named[] = [
  ['timeout.http.maxStreamDuration', (value) => `requests last ${value} at most`],
  ['timeout.http.streamIdleTimeout', (value) => `requests end after ${value} of silence`],
  ['timeout.tcp.connectTimeout', (value) => `connections to pods must come about within ${value}`],
  ['circuitBreaker.maxConnections', (value) => `at most ${value} connections to pods`],
  ['circuitBreaker.maxPendingRequests', (value) => `at most ${value} requests wait for a connection`],
  ['circuitBreaker.maxParallelRequests', (value) => `at most ${value} requests at once`],
  ['circuitBreaker.maxParallelRetries', (value) => `at most ${value} retries at once`],
];

export const clientLimits = (policy: EffectivePolicy): readonly Limit[] => limits(policy, client);
export const backendLimits = (policy: EffectivePolicy): readonly Limit[] => [
  ...limits(policy, backend),
  ...requestLimits(policy),
  ...replacedAnswers(policy),
];

function limits(policy: EffectivePolicy, named: readonly Named[]): readonly Limit[] {
  return named.flatMap(([path, words]) => {
    const keys = path.split('.');
    const value = valueAt(policy.spec, keys);
    return isSet(value) && typeof value !== 'object' ? [{ because: words(String(value)), field: policy.fieldOf(...keys) }] : [];
  });
}

function requestLimits({ spec, fieldOf }: EffectivePolicy): readonly Limit[] {
  return ['local', 'global'].flatMap((where) =>
    asList(valueAt(spec, ['rateLimit', where, 'rules'])).flatMap((entry) => {
      const rule = asRecord(entry);
      const { requests, unit } = asRecord(rule.limit);
      if (!isSet(requests)) return [];
      const whose = asList(rule.clientSelectors).length === 0 ? '' : ' of those that it selects';
      const together = where === 'local' ? ' at each pod of the gateway' : '';
      return [
        { because: `at most ${requests} requests${whose} a ${asText(unit).toLowerCase()}${together}`, field: fieldOf('rateLimit', where) },
      ];
    }),
  );
}

function replacedAnswers({ spec, fieldOf }: EffectivePolicy): readonly Limit[] {
  return asList(spec.responseOverride).length === 0
    ? []
    : [{ because: 'answers with some statuses are replaced', field: fieldOf('responseOverride') }];
}
