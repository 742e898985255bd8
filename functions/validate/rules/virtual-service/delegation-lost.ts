import { valueAt } from '../../../diagnostics/path.ts';
import { asRecord, asText } from '../../../mesh/loose.ts';
import type { LostDelegation } from '../../../mesh/routes/virtual-services.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';

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
        yield wrongAt(lost.field, `is left out: ${more.message ?? lost.because}`, more.severity ? { severity: more.severity } : {});
    }
  },
};

/** What does not exist in the files may exist elsewhere; one with hosts is no delegate. */
function missing({ field }: LostDelegation, world: World): Partial<Pick<Finding, 'severity' | 'message'>> | undefined {
  const { objects } = world.mesh;
  const delegate = asRecord(valueAt(field.item.object, field.path));
  const own = objects.namespaceOf(field.item);
  const namespace = asText(delegate.namespace) || own;
  const there = objects.find('networking.istio.io', 'VirtualService', namespace, asText(delegate.name));
  if (there !== undefined) return { message: `VirtualService "${namespace}/${there.id.name}" has hosts, and is therefore no delegate` };
  if (world.complete) return {};
  return namespace === own && closedWorld(world).hasAllServices(field.item) ? { severity: 'warning' } : undefined;
}
