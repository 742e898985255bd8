import type { Finding, Rule } from '../../rule.ts';
import { list, type Spot, text, wrong } from '../../spot.ts';
import { httpMatches, layer4Matches, virtualServices } from '../../spots/virtual-service.ts';
import { gatewayReferenceProblem } from '../../syntax/gateway-reference.ts';

export const gatewayReference: Rule = {
  code: 'GI1202',
  name: 'gateway-reference',
  severity: 'error',
  summary: 'A gateway must be named as `mesh`, `name` or `namespace/name`.',
  why: 'the webhook of istiod refuses the object, and no Gateway can have such a name',
  fix: 'write `namespace/name`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateGatewayNames)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { gateways } of virtualServices(world)) yield* check(gateways);
    for (const { match } of httpMatches(world)) yield* check(list(match, 'gateways'));
    for (const match of layer4Matches(world)) yield* check(list(match, 'gateways'));
  },
};

function* check(gateways: readonly Spot[]): Iterable<Finding> {
  // The webhook reads no further than the first name without a slash; what comes after can still match no Gateway.
  let read = true;
  for (const gateway of gateways) {
    const problem = typeof gateway.value === 'string' ? gatewayReferenceProblem(text(gateway)) : undefined;
    if (problem !== undefined) yield wrong(gateway, problem, read ? {} : { severity: 'warning' });
    if (!text(gateway).includes('/')) read = false;
  }
}
