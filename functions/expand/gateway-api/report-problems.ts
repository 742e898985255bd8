import { formatPath } from '../../diagnostics/path.ts';
import type { HeaderChanges } from '../../intent/generated/gateway-intent.ts';
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

function reportHeaders({ http, gateway }: Routing, stage: Stage): void {
  for (const { route } of http.flat().flatMap(({ rules }) => rules))
    for (const field of ['requestHeaders', 'responseHeaders'] as const) {
      const changes = route[field];
      const path = [...route.origin.path, field];
      const sizes = [changes?.set, changes?.add, changes?.remove].map((list) => Object.keys(list ?? {}).length);
      if (sizes.some((size) => size > most.headers))
        stage.report(
          findingAt('GI0504', route.origin.item, path, {
            message: `\`${formatPath(path)}\` changes ${Math.max(...sizes)} headers in one way; an HTTPRoute must not change more than ${most.headers}`,
            fix: 'change fewer headers, or use provider `istio`',
          }),
        );
      const twice = gateway.provider === 'istio-gateway-api' ? undefined : setAndAdded(changes);
      if (twice !== undefined)
        stage.report(
          findingAt('GI0503', route.origin.item, path, {
            message: `\`${formatPath(path)}\` both sets and adds "${twice}", and classes do one of the two`,
            fix: 'set all of its values, separated by commas, or use provider `istio` or `istio-gateway-api`',
          }),
        );
    }
}

/** A header that is changed twice, by the gateway and the route perhaps. Names have no case. */
function setAndAdded({ set = {}, add = {} }: HeaderChanges = {}): string | undefined {
  const names = [...Object.keys(set), ...Object.keys(add)].map((name) => name.toLowerCase());
  return names.find((name, index) => names.indexOf(name) !== index);
}
