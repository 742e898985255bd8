import type { Rule } from '../../rule.ts';
import { at, isSet, number, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

export const directResponse: Rule = {
  code: 'GI1224',
  name: 'direct-response',
  severity: 'error',
  summary: 'A direct response must have a status from 200 to 599, and a body of at most 1 MiB.',
  why: 'the webhook of istiod refuses the object; bodies above 100 KiB weigh on istiod',
  fix: 'serve large bodies from a Service',
  source: 'istio/istio, pkg/config/validation/validation.go (validateHTTPDirectResponse)',
  upstream: ['IST0106', 'IST0133'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const response = at(route, 'directResponse');
      if (!isSet(response)) continue;
      const status = at(response, 'status');
      if (isSet(status) && (number(status) < 200 || number(status) > 600))
        yield wrong(status, `must be between 200 and 599, not ${number(status)}`);
      const body = at(response, 'body');
      const bytes = text(at(body, 'bytes'));
      const size =
        bytes === '' ? new TextEncoder().encode(text(at(body, 'string'))).length : Math.floor((bytes.replace(/=+$/, '').length * 3) / 4);
      if (size > 1024 * 1024) yield wrong(body, `must have at most 1 MiB, not ${size} bytes`);
      else if (size > 100 * 1024) yield wrong(body, `has ${size} bytes, which istiod keeps for every proxy`, { severity: 'warning' });
    }
  },
};
