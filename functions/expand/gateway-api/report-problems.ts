import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Stage } from '../stage.ts';
import type { Dialect, MatchOrder } from './dialect.ts';
import { disorderProblems, disorders } from './route-order-problems.ts';
import type { Routing } from './routing.ts';

/** Most listeners of a Gateway, and most changes of one kind to headers: https://gateway-api.sigs.k8s.io/reference/spec/ */
const most = { listeners: 64, headers: 16 };

/** Tells what the objects of a routing cannot hold, and where their order is not the one that is meant. */
export function reportProblems(routing: Routing, dialect: Dialect, stage: Stage, order: MatchOrder = dialect.order): void {
  reportListeners(routing, stage);
  reportHeaders(routing, stage);
  const { provider } = routing.gateway;
  for (const routes of routing.http) for (const problem of disorderProblems(disorders(routes, order), provider)) stage.report(problem);
}

function reportListeners({ gateway, listeners }: Routing, stage: Stage): void {
  if (listeners.length <= most.listeners) return;
  stage.report(
    findingAt('GI0504', gateway.intent.item, gateway.origin.path, {
      message: `gateway "${gateway.key}" needs ${listeners.length} listeners, one for each host and port; a Gateway must not have more than ${most.listeners}`,
      fix: 'declare `listeners` with wildcard hosts, or use another gateway for some of the hosts',
    }),
  );
}

function reportHeaders({ http }: Routing, stage: Stage): void {
  for (const { route, path } of http
    .flat()
    .flatMap(({ rules }) => rules.map((rule) => ({ route: rule.route, path: rule.route.origin.path }))))
    for (const [field, changes] of Object.entries({ requestHeaders: route.requestHeaders, responseHeaders: route.responseHeaders })) {
      const sizes = [changes?.set, changes?.add, changes?.remove].map((list) => Object.keys(list ?? {}).length);
      if (sizes.every((size) => size <= most.headers)) continue;
      const at = [...path, field];
      stage.report(
        findingAt('GI0504', route.origin.item, at, {
          message: `\`${formatPath(at)}\` changes ${Math.max(...sizes)} headers in one way; an HTTPRoute must not change more than ${most.headers}`,
          fix: 'change fewer headers, or use provider `istio`',
        }),
      );
    }
}
