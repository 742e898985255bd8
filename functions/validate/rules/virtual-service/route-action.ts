import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, length, type Spot, wrong } from '../../spot.ts';
import { httpRoutes, type VirtualService } from '../../spots/virtual-service.ts';

export const routeAction: Rule = {
  code: 'GI1211',
  name: 'route-action',
  severity: 'error',
  summary: 'An HTTP route must do one thing: route, redirect, answer or delegate.',
  why: 'the webhook of istiod refuses the object',
  fix: 'keep one of `route`, `redirect`, `directResponse` and `delegate`',
  source: 'istio/istio, pkg/config/validation/virtualservice.go (validateHTTPRouteConflict)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { route, service } of httpRoutes(world)) yield* conflicts(route, service);
  },
};

function* conflicts(route: Spot, service: VirtualService): Iterable<Finding> {
  const has = (name: string) => isSet(at(route, name));
  const delegate = at(route, 'delegate');
  if (!service.isDelegate && isSet(delegate)) {
    for (const name of ['redirect', 'route']) if (has(name)) yield wrong(at(route, name), 'must not be set beside `delegate`');
    return;
  }
  if (isSet(delegate)) yield wrong(delegate, 'must not be set in a VirtualService that others delegate to');
  const action = ['redirect', 'directResponse'].find(has);
  const others = action === 'redirect' ? ['directResponse', 'fault', 'rewrite'] : ['fault', 'rewrite'];
  if (action === undefined && length(at(route, 'route')) === 0) yield wrong(route, 'must have `route`, `redirect` or `directResponse`');
  if (action !== undefined && length(at(route, 'route')) > 0) yield wrong(at(route, 'route'), `must not be set beside \`${action}\``);
  if (action !== undefined) for (const name of others) if (has(name)) yield wrong(at(route, name), `must not be set beside \`${action}\``);
  if (has('mirror') && length(at(route, 'mirrors')) > 0) yield wrong(at(route, 'mirrors'), 'must not be set beside `mirror`');
}
