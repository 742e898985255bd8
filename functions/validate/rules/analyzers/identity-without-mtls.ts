import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { asLabels, asRecord } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { at, isSet, list, type Spot, titled, wrong } from '../../spot.ts';
import { policies } from '../../spots/authorization.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

const fields = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts'];

export const identityWithoutMtls: Rule = {
  code: 'GI3031',
  name: 'identity-without-mtls',
  severity: 'error',
  summary: 'A policy that asks who calls must be for pods that take mTLS.',
  why: 'without mTLS no caller has an identity: nobody is let in, or everybody',
  fix: 'set mTLS to STRICT for these pods, or look at something else',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  upstream: ['KIA0105'],
  *check(world) {
    for (const { spec } of policies(world)) {
      const asking = list(spec, 'rules')
        .flatMap((rule) => list(rule, 'from'))
        .flatMap((from) => fields.map((field) => at(at(from, 'source'), field)))
        .filter(isSet);
      const [first] = asking;
      const off = first && disabled(world, spec);
      if (first !== undefined && off !== undefined) yield wrong(first, `asks who calls, and ${off}`);
    }
  },
};

/** Where mTLS is off for all pods of a policy, what says so. */
function disabled(world: World, spec: Spot): string | undefined {
  const { selector, targetRef, targetRefs } = asRecord(spec.value);
  if (isPresent(targetRef) || isPresent(targetRefs)) return undefined;
  const namespace = world.mesh.objects.namespaceOf(spec.item);
  const pods = selectedWorkloads(world)
    .inNamespace(namespace, asLabels(asRecord(selector).matchLabels))
    .filter(hasSidecar);
  const modes = pods.map((workload) => ({ workload, ...world.mesh.peerAuthentications.modeOf(namespace, workload.labels, -1) }));
  const [first] = modes;
  if (first?.policy === undefined || modes.some(({ mode }) => mode !== 'DISABLE')) return undefined;
  return `${titled(first.policy.item)} switches mTLS off for ${first.workload.key}`;
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;
const hasSidecar = ({ proxy }: Workload): boolean => proxy.kind === 'sidecar';
