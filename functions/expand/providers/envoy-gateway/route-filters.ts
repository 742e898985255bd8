import type { Response, Rewrite } from '../../../intent/generated/gateway-intent.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import { type Filter, withSlash } from '../../gateway-api/http-filters.ts';
import { type Rule, replacesRoot } from '../../gateway-api/http-rules.ts';
import type { RoutePlan } from '../../gateway-api/route-plans.ts';
import { group } from './backends.ts';

/** Name of the HTTPRouteFilter of a rule. */
const filterName = ({ route, number }: Rule, plan: RoutePlan): string => `${plan.name}-${route.name ?? number}`;

/** What a rule needs beyond the standard filters. */
function filterSpec(rule: Rule): object | undefined {
  const { action, rewrite } = rule.route;
  if (action.kind === 'respond') return { directResponse: directResponse(action.respond) };
  if (rewrite?.prefix !== undefined && rewrite.prefix !== '/' && replacesRoot(rule))
    return { urlRewrite: { path: replacement({ pattern: '^/', substitution: withSlash(rewrite.prefix) }) } };
  return rewrite?.regex === undefined ? undefined : { urlRewrite: { path: replacement(rewrite.regex) } };
}

/** The reference from a rule to its HTTPRouteFilter. */
export function ownFilters(rule: Rule, plan: RoutePlan): Filter[] {
  if (filterSpec(rule) === undefined) return [];
  return [{ type: 'ExtensionRef', extensionRef: { group, kind: 'HTTPRouteFilter', name: filterName(rule, plan) } }];
}

/** The HTTPRouteFilter of a rule, where it has one. */
export function routeFilter(rule: Rule, plan: RoutePlan): KubeObject | undefined {
  const spec = filterSpec(rule);
  if (spec === undefined) return undefined;
  return {
    apiVersion: `${group}/v1alpha1`,
    kind: 'HTTPRouteFilter',
    metadata: { name: filterName(rule, plan), namespace: plan.namespace },
    spec,
  };
}

/** Envoy replaces `%…%` in bodies; a doubled sign stands for itself. */
function directResponse({ status, body }: Response): object {
  return { statusCode: status, body: body === undefined ? undefined : { type: 'Inline', inline: body.replaceAll('%', '%%') } };
}

function replacement({ pattern, substitution }: NonNullable<Rewrite['regex']>): object {
  return { type: 'ReplaceRegexMatch', replaceRegexMatch: { pattern, substitution } };
}
