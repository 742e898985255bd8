import type { Rule } from '../../rule.ts';
import { at, isSet, text, wrong } from '../../spot.ts';
import { httpRoutes } from '../../spots/virtual-service.ts';

export const rewrite: Rule = {
  code: 'GI1225',
  name: 'rewrite',
  severity: 'error',
  summary: 'A rewrite must change the path or the host, the path in one way.',
  why: 'the webhook of istiod refuses the object',
  fix: 'set `uri` or `uriRegexRewrite` or `authority`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateHTTPRewrite)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route } of httpRoutes(world)) {
      const rewrite = at(route, 'rewrite');
      const regex = at(rewrite, 'uriRegexRewrite');
      const uri = text(at(rewrite, 'uri'));
      if (!isSet(rewrite)) continue;
      if (uri !== '' && isSet(regex)) yield wrong(regex, 'must not be set beside `uri`');
      else if (uri === '' && !isSet(regex) && text(at(rewrite, 'authority')) === '')
        yield wrong(rewrite, 'must set `uri`, `uriRegexRewrite` or `authority`');
      else if (isSet(regex))
        for (const name of ['match', 'rewrite']) if (text(at(regex, name)) === '') yield wrong(at(regex, name), 'must not be empty');
    }
  },
};
