import type { Item } from '../../../krm/item.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { at, isSet, wrong } from '../../spot.ts';
import { backendReferences, type CrossReference, gatewayApi, isForMesh, routeKinds } from '../../spots/cross-references.ts';
import { routeParents } from '../../spots/route-parents.ts';

export const backendKindUnsupported: Rule = {
  code: 'GI2924',
  name: 'backend-kind-unsupported',
  severity: 'error',
  summary: 'A backend of a route must be of a kind that the implementation knows.',
  why: 'requests are answered with 500 (`InvalidKind`)',
  fix: 'name a Service, or write the `group` of the kind',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.BackendObjectReference',
  *check(world) {
    for (const backend of backendReferences(world)) {
      const problem = problemOf(backend, implementations(world).get(backend.from) ?? new Set(['foreign']));
      if (problem === undefined) continue;
      const place = at(backend.spot, isSet(at(backend.spot, 'kind')) ? 'kind' : 'group');
      yield wrong(place, problem.says, problem.isSure ? {} : { severity: 'warning' });
    }
  },
};

const istioKinds = new Set([
  'networking.istio.io/Hostname',
  'multicluster.x-k8s.io/ServiceImport',
  'inference.networking.k8s.io/InferencePool',
  'gateway.networking.x-k8s.io/XBackend',
]);

function problemOf(
  { group, kind }: CrossReference,
  served: ReadonlySet<string>,
): { readonly says: string; readonly isSure: boolean } | undefined {
  if (group === '') return kind === 'Service' ? undefined : { says: `is ${kind} of the core group, which is no backend`, isSure: true };
  if (group === 'apps' || group === 'batch')
    return { says: `is ${kind} of group "${group}", which is no backend: pods are reached by a Service`, isSure: true };
  if (group === gatewayApi && routeKinds.includes(kind)) return undefined;
  if (!served.has('istio') || istioKinds.has(`${group}/${kind}`)) return undefined;
  return { says: `is ${kind} of group "${group}", which Istio does not know as a backend`, isSure: served.size === 1 };
}

/** Who serves a route, by the parents that take it. */
const implementations = perWorld((world: World): ReadonlyMap<Item, ReadonlySet<string>> => {
  const found = new Map<Item, Set<string>>();
  const add = (route: Item, names: readonly string[]) => found.set(route, new Set([...(found.get(route) ?? []), ...names]));
  for (const { route, left } of routeParents(world))
    add(
      route,
      left.map(({ implementation }) => implementation),
    );
  for (const { from } of backendReferences(world)) if (isForMesh(from) && !found.has(from)) add(from, ['istio']);
  return found;
});
