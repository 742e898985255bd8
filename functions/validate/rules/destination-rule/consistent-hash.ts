import type { Rule } from '../../rule.ts';
import { at, deep, isSet, list, number, text, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';
import { isPrime } from '../../syntax/prime.ts';

export const consistentHash: Rule = {
  code: 'GI1307',
  name: 'consistent-hash',
  severity: 'error',
  summary: 'Hashing must name its cookie, and a Maglev table must have a prime size below 5000011.',
  why: 'the webhook of istiod refuses the object',
  fix: 'name the cookie; for Maglev use a prime such as 65537',
  source: 'istio/istio, pkg/config/validation/validation.go (validateLoadBalancer)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy } of trafficPolicies(world)) {
      const hash = deep(policy, 'loadBalancer', 'consistentHash');
      const cookie = at(hash, 'httpCookie');
      if (isSet(cookie) && text(at(cookie, 'name')) === '' && at(cookie, 'name').value !== undefined)
        yield wrong(at(cookie, 'name'), 'must not be empty');
      const seen = new Set<string>();
      for (const name of list(cookie, 'attributes').map((attribute) => at(attribute, 'name'))) {
        if (isSet(name) && text(name) === '') yield wrong(name, 'must not be empty');
        else if (seen.has(text(name))) yield wrong(name, `must differ from the other attributes; ${JSON.stringify(text(name))} is taken`);
        seen.add(text(name));
      }
      const smallest = at(hash, 'minimumRingSize');
      const size = deep(hash, 'maglev', 'tableSize');
      if (number(smallest) !== 0 && (isSet(at(hash, 'ringHash')) || isSet(at(hash, 'maglev'))))
        yield wrong(smallest, 'must not be set beside `ringHash` or `maglev`');
      if (isSet(at(hash, 'maglev')) && (number(size) >= 5000011 || !isPrime(number(size))))
        yield wrong(size, `must be a prime below 5000011, not ${number(size)}`);
    }
  },
};
