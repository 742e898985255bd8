import type { Finding, Rule } from '../../rule.ts';
import { list, type Spot, text, wrong } from '../../spot.ts';
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
    for (const { gateways } of virtualServices(world)) {
      // The webhook reads no further than the first name without a slash, and says nothing of the gateways of matches.
      const last = gateways.findIndex((gateway) => !text(gateway).includes('/'));
      for (const [index, gateway] of gateways.entries()) yield* check(gateway, index <= last);
    }
    const matches = [...httpMatches(world).map(({ match }) => match), ...layer4Matches(world)];
    for (const gateway of matches.flatMap((match) => list(match, 'gateways'))) yield* check(gateway, false);
  },
};

function* check(gateway: Spot, isRead: boolean): Iterable<Finding> {
  const written = text(gateway);
  const [name, namespace] = written.split('.');
  if (!written.includes('.') || written.includes('/')) return;
  yield wrong(gateway, `should not name a gateway with dots: ${JSON.stringify(written)}`, {
    fix: `write \`${namespace}/${name}\``,
    ...(isRead ? {} : { severity: 'info' }),
  });
}
