import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { at, isSet, list, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { gatewayApi, routeKinds } from '../../spots/cross-references.ts';
import { type Namesake, nearNamesake } from '../../spots/near-names.ts';

export const parentUnknown: Rule = {
  code: 'GI2916',
  name: 'parent-unknown',
  severity: 'error',
  summary: 'The parent of a route must exist.',
  why: 'the route is attached to nothing, and serves nobody',
  fix: 'correct the name or namespace of the parent; without `namespace` it is that of the route',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.ParentReference',
  upstream: ['KIA1401'],
  *check(world) {
    for (const item of routeKinds.flatMap((kind) => world.ofKind(gatewayApi, kind)))
      for (const reference of list(at(rootOf(item), 'spec'), 'parentRefs').filter(isSet)) {
        const problem = problemOf(world, reference);
        if (problem === undefined) continue;
        const { says, fix } = problem;
        yield wrong(reference, says, { ...(fix ? { fix } : {}), ...(world.complete ? {} : { severity: 'warning' }) });
      }
  },
};

const parents = perWorld((world: World): Readonly<Record<string, readonly Namesake[]>> => {
  const of = (kind: string) =>
    world.ofKind(gatewayApi, kind).map((item) => ({ name: item.id.name, namespace: world.mesh.objects.namespaceOf(item) }));
  return { Gateway: of('Gateway'), ListenerSet: of('ListenerSet') };
});

function problemOf(world: World, reference: Spot): { readonly says: string; readonly fix?: string } | undefined {
  const group = at(reference, 'group');
  const kind = text(at(reference, 'kind')) || 'Gateway';
  if ((isSet(group) && text(group) !== gatewayApi) || !['Gateway', 'ListenerSet'].includes(kind)) return undefined;
  const name = text(at(reference, 'name'));
  const written = text(at(reference, 'namespace'));
  const namespace = written || world.mesh.objects.namespaceOf(reference.item);
  if (world.mesh.objects.find(gatewayApi, kind, namespace, name) !== undefined) return undefined;
  const namesakes = world.ofKind(gatewayApi, kind).filter(({ id }) => id.name === name && id.namespace !== undefined);
  const [elsewhere] = reference.item.id.namespace === undefined ? [] : namesakes;
  const near = nearNamesake(world, kind, { name, namespace }, parents(world)[kind] ?? []);
  if (!world.complete && near === undefined && (elsewhere === undefined || written !== '')) return undefined;
  const place = elsewhere ? `; there is one in "${elsewhere.id.namespace}"` : '';
  const says = `names ${kind} "${namespace}/${name}", which ${world.complete ? 'does not exist' : 'is not in the files'}${place}`;
  return near === undefined ? { says } : { says, fix: `did you mean "${near.name === name ? `${near.namespace}/${name}` : near.name}"?` };
}
