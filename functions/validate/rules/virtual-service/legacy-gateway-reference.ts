import type { Rule } from '../../rule.ts';
import { list, text, wrong } from '../../spot.ts';
import { httpMatches, layer4Matches, virtualServices } from '../../spots/virtual-service.ts';

export const legacyGatewayReference: Rule = {
  code: 'GI1203',
  name: 'legacy-gateway-reference',
  severity: 'warning',
  summary: 'A gateway should not be named in the old form with dots.',
  why: 'the form is deprecated, and istiod guesses the namespace from it',
  fix: 'write `namespace/name`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateGatewayNames)',
  upstream: ['IST0133', 'KIA1108'],
  *check(world) {
    const named = virtualServices(world).flatMap(({ gateways }) => gateways);
    const matched = [...httpMatches(world).map(({ match }) => match), ...layer4Matches(world)].flatMap((match) => list(match, 'gateways'));
    for (const gateway of [...named, ...matched]) {
      const written = text(gateway);
      const [name, namespace] = written.split('.');
      if (written.includes('.') && !written.includes('/'))
        yield wrong(gateway, `should not name a gateway with dots: ${JSON.stringify(written)}`, { fix: `write \`${namespace}/${name}\`` });
    }
  },
};
