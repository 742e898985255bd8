import type { Rule } from '../../rule.ts';
import { at, isSet, list, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';
import { parseDuration, second } from '../../syntax/duration.ts';
import { isHeaderName } from '../../syntax/header-name.ts';

export const corsPolicy: Rule = {
  code: 'GI1217',
  name: 'cors-policy',
  severity: 'error',
  summary: 'A CORS policy must have known methods, valid header names, and a maximum age in whole seconds.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write methods in capital letters, and header names without blanks',
  source: 'istio/istio, pkg/config/validation/validation.go (validateCORSPolicy)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const cors = at(route, 'corsPolicy');
      if (!isSet(cors)) continue;
      for (const method of list(cors, 'allowMethods'))
        if (!methods.has(text(method)))
          yield wrong(method, `must be an HTTP method in capital letters or "*", not ${JSON.stringify(method.value)}`);
      for (const header of [...list(cors, 'allowHeaders'), ...list(cors, 'exposeHeaders')])
        if (text(header) !== '*' && !isHeaderName(text(header)))
          yield wrong(header, `must be a header name or "*", not ${JSON.stringify(header.value)}`);
      const age = parseDuration(text(at(cors, 'maxAge'))) ?? 0;
      if (age > 0 && age % second !== 0) yield wrong(at(cors, 'maxAge'), 'must be whole seconds');
    }
  },
};

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*']);
