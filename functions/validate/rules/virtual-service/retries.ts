import type { Rule } from '../../rule.ts';
import { at, isSet, number, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';
import { isRetryCondition } from '../../syntax/retry-condition.ts';

export const retries: Rule = {
  code: 'GI1226',
  name: 'retries',
  severity: 'error',
  summary:
    'Retries must have a number of attempts above 0 for their other settings, and conditions that Envoy knows, separated by commas without blanks.',
  why: 'the webhook of istiod refuses the object',
  fix: 'set `attempts`, and write conditions such as `5xx,reset,connect-failure`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateHTTPRetry)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const retries = at(route, 'retries');
      if (!isSet(retries)) continue;
      const attempts = at(retries, 'attempts');
      const idle = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].find(
        (name) => isSet(at(retries, name)) && at(retries, name).value !== '',
      );
      if (number(attempts) < 0) yield wrong(attempts, `must not be negative: ${number(attempts)}`);
      if (number(attempts) === 0 && idle !== undefined) yield wrong(at(retries, idle), 'must not be set when `attempts` is 0');
      const conditions = at(retries, 'retryOn');
      if (text(conditions) === '') continue;
      for (const condition of text(conditions).split(','))
        if (!isRetryCondition(condition))
          yield wrong(conditions, `must be a list of conditions that Envoy knows; ${JSON.stringify(condition)} is none`);
    }
  },
};
