import type { Rule } from '../../rule.ts';
import { at, members, wrong } from '../../spot.ts';
import { httpMatches, isClaim } from '../../spots/virtual-service.ts';
import { isHeaderName } from '../../syntax/header-name.ts';

export const headerMatchName: Rule = {
  code: 'GI1212',
  name: 'header-match-name',
  severity: 'error',
  summary: 'A header that is matched must have a name that HTTP allows.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write the name of a header: letters, digits and dashes',
  source: 'istio/istio, pkg/config/validation/validation.go (ValidateHTTPHeaderNameOrJwtClaimRoute)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { match } of httpMatches(world))
      for (const header of ['headers', 'withoutHeaders'].flatMap((name) => members(at(match, name))))
        if (!pseudo.has(header.key) && !isClaim(header.key) && !isHeaderName(header.key))
          yield wrong(header, `must be a header name, not ${JSON.stringify(header.key)}`);
  },
};

const pseudo = new Set([':method', ':scheme', ':authority', ':path', ':status']);
