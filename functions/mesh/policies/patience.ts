import { below, type Field } from '../field.ts';
import { asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import type { EffectivePolicy } from './effective-policy.ts';

/** One thing that a proxy keeps to, in words, and where it is written; without a place it is the proxy's default. */
export interface Limit {
  readonly because: string;
  readonly field: Field | undefined;
}

/** How long Envoy Gateway waits for an answer, and how often it asks: what the rule of the route says counts before the BackendTrafficPolicy (`xds/translator/route.go`). */
export function patienceOf(rule: Loose, field: Field, policy: EffectivePolicy | undefined): readonly Limit[] {
  return [timeout(rule, field, policy), ...retries(rule, field, policy)];
}

/** Envoy itself gives up after 15 seconds. */
function timeout(rule: Loose, field: Field, policy: EffectivePolicy | undefined): Limit {
  const { request, backendRequest } = asRecord(rule.timeouts);
  if (isSet(backendRequest) && !isSet(rule.retry)) return waits(backendRequest, below(field, 'timeouts', 'backendRequest'));
  if (isSet(request)) return waits(request, below(field, 'timeouts', 'request'));
  const { requestTimeout } = asRecord(asRecord(policy?.spec.timeout).http);
  return policy && isSet(requestTimeout)
    ? waits(requestTimeout, policy.fieldOf('timeout', 'http', 'requestTimeout'))
    : { because: "timeout 15s, Envoy's default", field: undefined };
}

function waits(value: unknown, field: Field): Limit {
  return { because: /^(0+(ms|s|m|h))+$/.test(asText(value)) ? 'no timeout' : `timeout ${asText(value)}`, field };
}

function retries(rule: Loose, field: Field, policy: EffectivePolicy | undefined): readonly Limit[] {
  if (isSet(rule.retry)) {
    const { attempts, codes } = asRecord(rule.retry);
    const each = asRecord(rule.timeouts).backendRequest;
    return [{ because: retriesText(attempts, { codes }, each), field: below(field, 'retry') }];
  }
  if (!policy || !isSet(policy.spec.retry)) return [];
  const { numRetries, retryOn, perRetry } = asRecord(policy.spec.retry);
  const { triggers, httpStatusCodes } = asRecord(retryOn);
  const because = retriesText(
    numRetries,
    { triggers, codes: isSet(triggers) && !isSet(httpStatusCodes) ? [] : httpStatusCodes },
    asRecord(perRetry).timeout,
  );
  return [{ because, field: policy.fieldOf('retry') }];
}

const usual = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', 'retriable-status-codes'];

function retriesText(number: unknown, on: { readonly triggers?: unknown; readonly codes: unknown }, each: unknown): string {
  const count = asNumber(number) ?? 2;
  if (count === 0) return 'no retries';
  const triggers = asTexts(on.triggers).length > 0 ? asTexts(on.triggers) : usual;
  const codes = isSet(on.codes) ? asList(on.codes).map(String) : ['503'];
  const causes = triggers.flatMap((trigger) => (trigger === 'retriable-status-codes' ? codes : [trigger]));
  const patience = asText(each) === '' ? '' : `, ${asText(each)} each`;
  return `${count} ${count === 1 ? 'retry' : 'retries'}${patience}${causes.length === 0 ? '' : `, on ${causes.join(', ')}`}`;
}
