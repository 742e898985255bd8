import type { Item } from '../../../krm/item.ts';
import { isEmpty, selects } from '../../../mesh/inventory/labels.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { asLabels, asRecord, isSet } from '../../../mesh/loose.ts';
import type { HttpMatch } from '../../../mesh/routes/http-rule.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { bindings, proxiesOf } from '../../spots/gateway-proxies.ts';
import { isClaim } from '../../spots/virtual-service.ts';

export const claimsWithoutTokens: Rule = {
  code: 'GI2430',
  name: 'claims-without-tokens',
  severity: 'error',
  summary: 'Matches of claims must have a RequestAuthentication at the gateway.',
  why: 'without one nobody reads the token, and the match never holds',
  fix: 'add a RequestAuthentication that selects the pods of the gateway',
  source: 'https://istio.io/latest/docs/tasks/security/authentication/jwt-route/',
  upstream: ['IST0149'],
  *check(world) {
    for (const { virtualService, gateways } of bindings(world)) {
      const [match] = virtualService.http.flatMap(({ matches }) => matches.filter(hasClaims));
      if (match === undefined) continue;
      for (const { workload } of gateways.flatMap((gateway) => proxiesOf(world, gateway))) {
        if (world.ofKind('security.istio.io', 'RequestAuthentication').some((item) => isFor(item, workload, world))) continue;
        const where = workload.namespace === '' ? 'the gateway' : `the gateway in namespace "${workload.namespace}"`;
        const severity = workload.known === 'files' || world.complete ? 'error' : 'warning';
        yield wrongAt(match.field, `asks for a claim, and no RequestAuthentication is for ${where}`, { severity });
        break;
      }
    }
  },
};

const hasClaims = ({ headers, withoutHeaders }: HttpMatch): boolean => [...headers.keys(), ...withoutHeaders.keys()].some(isClaim);

/** Those of the root namespace are for all. A reference to a Gateway of the Gateway API may be for these pods. */
function isFor(item: Item, { namespace, labels }: Workload, { mesh }: World): boolean {
  const own = mesh.objects.namespaceOf(item);
  const spec = asRecord(item.object.spec);
  if (namespace !== '' && own !== namespace && own !== mesh.settings.rootNamespace.value) return false;
  const selector = asLabels(asRecord(spec.selector).matchLabels);
  return isEmpty(selector) ? true : isSet(spec.targetRefs) || selects(selector, labels);
}
