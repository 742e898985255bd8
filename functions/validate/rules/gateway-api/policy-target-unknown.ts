import { didYouMean } from '../../../diagnostics/did-you-mean.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Rule, World } from '../../rule.ts';
import { at, list, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { isTypo } from '../../syntax/typo.ts';

/** Kinds of policies that name their target, by group. */
const policies: readonly (readonly [group: string, kinds: readonly string[]])[] = [
  [gatewayApi, ['BackendTLSPolicy']],
  ['gateway.envoyproxy.io', ['ClientTrafficPolicy', 'BackendTrafficPolicy', 'SecurityPolicy', 'EnvoyExtensionPolicy', 'EnvoyPatchPolicy']],
  ['security.istio.io', ['AuthorizationPolicy', 'RequestAuthentication']],
  ['telemetry.istio.io', ['Telemetry']],
  ['extensions.istio.io', ['WasmPlugin']],
];

export const policyTargetUnknown: Rule = {
  code: 'GI2920',
  name: 'policy-target-unknown',
  severity: 'error',
  summary: 'The target of a policy must exist.',
  why: 'the policy has no effect, which leaves open what it should close',
  fix: 'correct the kind or name of the target; it must be in the namespace of the policy',
  source: 'https://gateway-api.sigs.k8s.io/geps/gep-713/',
  *check(world) {
    for (const [group, kinds] of policies)
      for (const item of kinds.flatMap((kind) => world.ofKind(group, kind))) {
        const spec = at(rootOf(item), 'spec');
        for (const target of [at(spec, 'targetRef'), ...list(spec, 'targetRefs')]) {
          const problem = problemOf(world, target);
          if (problem !== undefined)
            yield wrong(target, problem.says, { ...problem.fix, ...(world.complete ? {} : { severity: 'warning' }) });
        }
      }
  },
};

interface Problem {
  readonly says: string;
  readonly fix: { readonly fix?: string };
}

function problemOf(world: World, target: Spot): Problem | undefined {
  const [group, kind, name] = ['group', 'kind', 'name'].map((field) => text(at(target, field))) as [string, string, string];
  if (name === '' || kind === '' || kind === 'GatewayClass') return undefined;
  const namespace = world.mesh.objects.namespaceOf(target.item);
  if (world.mesh.objects.find(group, kind, namespace, name) !== undefined) return undefined;
  if (kind === 'Service' && world.mesh.kubeServices.some((service) => service.namespace === namespace && service.name === name))
    return undefined;
  if (world.doubtful.some(({ id }) => id.kind === kind && id.name === name)) return undefined;
  const all = world.ofKind(group, kind);
  const elsewhere =
    target.item.id.namespace === undefined ? undefined : all.find(({ id }) => id.name === name && id.namespace !== undefined);
  const beside = all.filter(({ id }) => id.namespace !== undefined && id.namespace === target.item.id.namespace);
  const meant = didYouMean(
    name,
    beside.map(({ id }) => id.name),
  );
  const isClosed = beside.some(({ id }) => isTypo(name, id.name)) || (beside.length > 0 && closedWorld(world).hasAllServices(target.item));
  if (!world.complete && elsewhere === undefined && !isClosed) return undefined;
  const place = elsewhere ? `, but in "${elsewhere.id.namespace}"` : '';
  const says = `names ${kind} "${name}", which is not in namespace "${namespace}"${isClosed && !world.complete ? ' of the files' : ''}${place}`;
  return { says, fix: meant === undefined || elsewhere !== undefined ? {} : { fix: `did you mean "${meant}"?` } };
}
