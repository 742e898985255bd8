import { valueAt } from '../../../diagnostics/path.ts';
import { asList, asRecord, asText } from '../../../mesh/loose.ts';
import type { LostDelegation } from '../../../mesh/routes/virtual-services.ts';
import { closedWorld } from '../../closed-world.ts';
import { perWorld } from '../../per-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { type Namesake, nearNamesake } from '../../spots/near-names.ts';

export const delegationLost: Rule = {
  code: 'GI2417',
  name: 'delegation-lost',
  severity: 'error',
  summary: 'A rule must delegate to a VirtualService without hosts, that it may see and whose matches fit its own.',
  why: 'istiod leaves the rule out, and says so in its log only',
  fix: 'correct the name, `exportTo` or the matches of the delegate, and delete its hosts',
  source: 'istio/istio, pilot/pkg/model/virtualservice.go (mergeHTTPRoutes)',
  *check(world) {
    for (const lost of world.mesh.virtualServices.all.flatMap((virtualService) => virtualService.lost)) {
      const more = lost.reason === 'missing' ? missing(lost, world) : {};
      if (more !== undefined)
        yield wrongAt(lost.field, `is left out: ${more.message ?? lost.because}`, {
          ...(more.severity ? { severity: more.severity } : {}),
          ...(more.fix ? { fix: more.fix } : {}),
        });
    }
  },
};

/** A delegate of that name in another namespace, or of nearly that name. */
function delegateMeant(world: World, wanted: Namesake, isPlaced: boolean): Namesake | undefined {
  const all = delegates(world);
  const twin = isPlaced ? all.find(({ name }) => name === wanted.name) : undefined;
  return twin ?? nearNamesake(world, 'VirtualService', wanted, all);
}

const delegates = perWorld((world: World): readonly Namesake[] =>
  world
    .ofKind('networking.istio.io', 'VirtualService')
    .filter(({ id, object }) => id.namespace !== undefined && asList(asRecord(object.spec).hosts).length === 0)
    .map((item) => ({ name: item.id.name, namespace: world.mesh.objects.namespaceOf(item) })),
);

/** What does not exist in the files may exist elsewhere; one with hosts is no delegate. */
function missing({ field }: LostDelegation, world: World): Partial<Pick<Finding, 'severity' | 'message' | 'fix'>> | undefined {
  const { objects } = world.mesh;
  const delegate = asRecord(valueAt(field.item.object, field.path));
  const own = objects.namespaceOf(field.item);
  const namespace = asText(delegate.namespace) || own;
  const there = objects.find('networking.istio.io', 'VirtualService', namespace, asText(delegate.name));
  if (there !== undefined) return { message: `VirtualService "${namespace}/${there.id.name}" has hosts, and is therefore no delegate` };
  const meant = delegateMeant(world, { name: asText(delegate.name), namespace }, field.item.id.namespace !== undefined);
  const fix = meant && { fix: `did you mean VirtualService "${meant.namespace}/${meant.name}"?` };
  if (world.complete) return { ...fix };
  if (fix !== undefined) return { ...fix, severity: 'warning' };
  return namespace === own && closedWorld(world).hasAllServices(field.item) ? { severity: 'warning' } : undefined;
}
