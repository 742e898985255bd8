import type { Backend, Exposure, Route, RouteEntry } from '../../intent/model.ts';
import { backendReferences } from './backend-refs.ts';
import type { Dialect } from './dialect.ts';
import { standardFilters } from './http-filters.ts';
import { fitsEverything, type HTTPMatch, httpMatch } from './http-match.ts';
import type { RoutePlan } from './route-plans.ts';

/** One rule of a route object. */
export interface Rule {
  readonly name: string | undefined;
  /** Position in the plan, from 1. */
  readonly number: number;
  readonly route: Route;
  readonly exposure: Exposure;
  readonly matches: readonly HTTPMatch[];
  /** The same matches as the intent has them. */
  readonly written: readonly RouteEntry['match'][];
}

/** Most matches of one rule: https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
const mostMatches = 64;

/**
 * The rules of a plan in its order. Neighbours of one route are one rule, except where the matched prefix is replaced: that needs a rule for
 * each prefix.
 */
export function rulesOf(plan: RoutePlan, dialect: Dialect): Rule[] {
  const runs: RouteEntry[][] = [];
  for (const entry of plan.entries) {
    const last = runs.at(-1);
    if (last?.[0]?.route === entry.route && last.length < mostMatches && !replacesPrefix(entry.route)) last.push(entry);
    else runs.push([entry]);
  }
  const nameOf = dialect.ruleNames(plan);
  const taken = new Set<string>();
  return runs.map((run, index) => {
    const { route, exposure } = run[0] as RouteEntry;
    const wanted = nameOf({ route, exposure, number: index + 1 });
    const name = wanted !== undefined && taken.has(wanted) ? `${wanted}-${index + 1}` : wanted;
    if (name !== undefined) taken.add(name);
    return {
      name,
      number: index + 1,
      route,
      exposure,
      matches: run.map(({ match }) => matchOf(match, route)),
      written: run.map(({ match }) => match),
    };
  });
}

/** Whether a rule replaces the prefix `/`. */
export const replacesRoot = ({ route, matches }: Pick<Rule, 'route' | 'matches'>): boolean =>
  replacesPrefix(route) && matches.some(({ path }) => path?.value === '/');

const replacesPrefix = ({ rewrite, action }: Route): boolean =>
  rewrite?.prefix !== undefined || (action.kind === 'redirect' && action.redirect.prefix !== undefined);

/** A prefix that is replaced must be written, even where it is every path. */
function matchOf(match: RouteEntry['match'], route: Route): HTTPMatch {
  const made = httpMatch(match);
  return replacesPrefix(route) && made.path === undefined ? { path: { type: 'PathPrefix', value: '/' }, ...made } : made;
}

/** A rule as an HTTPRoute writes it. */
export function httpRule(rule: Rule, plan: RoutePlan, dialect: Dialect): object {
  const { name, route, exposure, matches } = rule;
  const use = { exposure, gateway: plan.gateway, namespace: plan.namespace };
  const forwards = route.action.kind === 'forward';
  const hidden = forwards ? dialect.hiddenHeaders(exposure, plan.gateway) : [];
  const context = { hidden, reference: (backend: Backend) => dialect.reference({ ...use, backend }), replacesRoot: replacesRoot(rule) };
  const filters = [...standardFilters(route, context), ...dialect.filters(rule, plan)];
  const timeout = forwards ? dialect.timeout(route) : undefined;
  return {
    name,
    matches: matches.some(fitsEverything) ? undefined : matches,
    filters: filters.length > 0 ? filters : undefined,
    backendRefs: forwards ? backendReferences(route, use, dialect) : undefined,
    timeouts: timeout === undefined ? undefined : { request: timeout },
  };
}
