import type { Backend, Exposure, Gateway, Route, ServerTLS } from '../../intent/model.ts';
import type { Reference } from './backend-refs.ts';
import type { Filter } from './http-filters.ts';
import type { HTTPMatch } from './http-match.ts';
import type { Rule } from './http-rules.ts';
import type { RoutePlan } from './route-plans.ts';

/** Which of two matches a class tries first: negative: `a`; 0: the one that is written first in the route; `undefined`: nobody knows. */
export type MatchOrder = (a: HTTPMatch, b: HTTPMatch) => number | undefined;

/** A backend and what stands in a route that uses it. */
export interface BackendUse {
  readonly backend: Backend;
  readonly exposure: Exposure;
  readonly gateway: Gateway;
  /** Namespace of the route. */
  readonly namespace: string;
}

/** What the classes of the Gateway API do not have in common. */
export interface Dialect {
  readonly className: (gateway: Gateway) => string;
  readonly order: MatchOrder;
  /** `tls.options` of a listener. */
  readonly tlsOptions: (tls: ServerTLS) => Readonly<Record<string, string>> | undefined;
  /** Time limit of a rule that forwards; nothing where the class's own default is what the intent means. */
  readonly timeout: (route: Route) => string | undefined;
  /** Names a backend in a route. */
  readonly reference: (use: BackendUse) => Reference;
  /** What gives each of several backends its own name as Host. */
  readonly ownHost: 'header' | 'rewrite';
  /** Headers that are taken off requests besides those of the route. */
  readonly hiddenHeaders: (exposure: Exposure, gateway: Gateway) => readonly string[];
  /** Names of the rules of a plan: those of their routes, or such by which policies find them. */
  readonly ruleNames: (plan: RoutePlan) => (rule: Pick<Rule, 'number' | 'route' | 'exposure'>) => string | undefined;
  /** Filters of the class's own for a rule, after the standard ones. */
  readonly filters: (rule: Rule, plan: RoutePlan) => readonly Filter[];
}
