import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { sources, valuesOf } from '../../spots/authorization.ts';
import { type Namesake, nearNamesake } from '../../spots/near-names.ts';

export const principalUnknown: Rule = {
  code: 'GI3032',
  name: 'principal-unknown',
  severity: 'warning',
  summary: 'A principal in an AuthorizationPolicy should be one that a caller can have.',
  why: 'no caller has that identity, so the rule never holds',
  fix: 'write `cluster.local/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, with the trust domain of the mesh',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  upstream: ['KIA0106', 'KIA0108'],
  *check(world) {
    for (const value of sources(world).flatMap((source) => valuesOf(source, 'principals'))) {
      const problem = problemOf(world, text(value));
      if (problem !== undefined) yield wrong(value, problem.says, problem.more);
    }
  },
};

interface Problem {
  readonly says: string;
  readonly more: Parameters<typeof wrong>[2];
}

function problemOf(world: World, principal: string): Problem | undefined {
  if (principal.startsWith('spiffe://'))
    return {
      says: 'begins with "spiffe://", which principals do not',
      more: { severity: 'error', fix: `write "${principal.slice('spiffe://'.length)}"`, upstream: [] },
    };
  const [, domain = '', namespace = '', account = ''] = /^([^*/]+)\/ns\/([^*/]+)\/sa\/([^*/]+)$/.exec(principal) ?? [];
  if (domain === '') return undefined;
  const { trustDomain, trustDomainAliases, complete } = { ...world.mesh.settings, complete: world.complete };
  if (trustDomain.known && domain !== trustDomain.value && domain !== 'cluster.local' && !trustDomainAliases.includes(domain))
    return { says: `is of trust domain "${domain}", and that of the mesh is "${trustDomain.value}"`, more: { upstream: ['KIA0108'] } };
  if (isUsed(world, namespace, account)) return undefined;
  const near = nearNamesake(world, 'ServiceAccount', { name: account, namespace }, accounts(world));
  const fix = near && { fix: `did you mean "${domain}/ns/${near.namespace}/sa/${near.name}"?` };
  if (!complete && fix === undefined) return undefined;
  const says = `names service account "${namespace}/${account}", which ${complete ? 'does not exist' : 'is not in the files'}`;
  return { says, more: { upstream: ['KIA0106'], ...fix } };
}

const accounts = perWorld((world: World): readonly Namesake[] => [
  ...world.ofKind('', 'ServiceAccount').map((item) => ({ name: item.id.name, namespace: world.mesh.objects.namespaceOf(item) })),
  ...world.mesh.workloads
    .filter(({ known }) => known === 'files')
    .map(({ serviceAccount, namespace }) => ({ name: serviceAccount, namespace })),
]);

const isUsed = ({ mesh }: World, namespace: string, account: string): boolean =>
  account === 'default' ||
  mesh.objects.find('', 'ServiceAccount', namespace, account) !== undefined ||
  mesh.workloads.some((workload) => workload.namespace === namespace && workload.serviceAccount === account);
