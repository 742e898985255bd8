import type { KubeObject } from '../../krm/kube-object.ts';
import { unlessEmpty } from '../made.ts';
import type { Dialect } from './dialect.ts';
import { grpcRule, isGRPC } from './grpc-rules.ts';
import { httpRule, type Rule, rulesOf } from './http-rules.ts';
import type { RoutePlan } from './route-plans.ts';

/** A route object with what it was made of, for the policies that attach to it. */
export interface BuiltRoute {
  readonly plan: RoutePlan;
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly rules: readonly Rule[];
  readonly object: KubeObject;
}

/** What one object may hold: https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
const limits = { rules: 16, matches: 128, hosts: 16, parents: 32 };

/** The objects of a plan: one, or several where the rules, hosts or listeners are too many for it. */
export function routeObjects(plan: RoutePlan, dialect: Dialect): BuiltRoute[] {
  const kind = isGRPC(plan) ? 'GRPCRoute' : 'HTTPRoute';
  const parts = rulePieces(rulesOf(plan, dialect)).flatMap((rules) =>
    pieces(plan.hosts, limits.hosts).flatMap((hosts) => pieces(plan.parents, limits.parents).map((parents) => ({ rules, hosts, parents }))),
  );
  return parts.map(({ rules, hosts, parents }, index) => {
    const name = index === 0 ? plan.name : `${plan.name}-part-${index + 1}`;
    const spec = {
      parentRefs: parents,
      hostnames: hosts.includes('*') ? undefined : hosts,
      rules: rules.map((rule) => (kind === 'GRPCRoute' ? grpcRule : httpRule)(rule, plan, dialect)),
    };
    return { plan, kind, rules, object: routeObject(kind, name, plan.namespace, plan, spec) };
  });
}

/** What a route carries, and for which gateway. */
export type Carried = Pick<RoutePlan, 'exposures' | 'gateway'>;

/** external-dns reads it on routes: https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/ */
const ttlAnnotation = 'external-dns.alpha.kubernetes.io/ttl';

/** A route object of any kind, with the labels and annotations of what it carries. */
export function routeObject(kind: string, name: string, namespace: string, carried: Carried, spec: object): KubeObject {
  const { exposures, gateway } = carried;
  const ttl = gateway.spec.dns?.ttl;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: {
      name,
      namespace,
      labels: unlessEmpty(Object.assign({}, ...exposures.map(({ labels }) => labels))),
      annotations: unlessEmpty(
        Object.assign(ttl === undefined ? {} : { [ttlAnnotation]: `${ttl}` }, ...exposures.map(({ annotations }) => annotations)),
      ),
    },
    spec,
  };
}

function pieces<Entry>(list: readonly Entry[], size: number): Entry[][] {
  if (list.length === 0) return [[]];
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function rulePieces(rules: readonly Rule[]): Rule[][] {
  const found: Rule[][] = [];
  let matches = 0;
  for (const rule of rules) {
    const size = Math.max(1, rule.matches.length);
    const last = found.at(-1);
    if (last === undefined || last.length === limits.rules || matches + size > limits.matches) found.push([rule]);
    else last.push(rule);
    matches = found.at(-1)?.length === 1 ? size : matches + size;
  }
  return found;
}
