import type { Item } from '../../../krm/item.ts';
import { asText } from '../../../mesh/loose.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { rootOf, wrong } from '../../spot.ts';
import { type CrossReference, certificateReferences } from '../../spots/cross-references.ts';
import { dataKeys } from '../../spots/entries-of-data.ts';
import { implementationOf } from '../../spots/gateway-classes.ts';
import { gatewayOfSet } from '../../spots/listeners.ts';
import { nearNamesake } from '../../spots/near-names.ts';
import { secretSources } from '../../spots/secrets.ts';

export const listenerCertificateUnusable: Rule = {
  code: 'GI2919',
  name: 'listener-certificate-unusable',
  severity: 'error',
  summary: 'The certificate of a listener, or one that backends are shown, must be a TLS Secret that exists.',
  why: 'the listener is not served (`InvalidCertificateRef`), or backends see no certificate',
  fix: 'name a Secret of type `kubernetes.io/tls` in the namespace of the Gateway',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.ListenerTLSConfig',
  *check(world) {
    for (const reference of certificateReferences(world)) {
      const problem = problemOf(world, reference);
      if (problem === undefined) continue;
      const fix = problem.fix === undefined ? {} : { fix: problem.fix };
      yield wrong(reference.spot, problem.says, { ...fix, ...(problem.isSure ? {} : { severity: 'warning' }) });
    }
  },
};

const allSecrets = perWorld((world: World) => [...secretSources(world).values()].flat());

function problemOf(
  world: World,
  { kind, group, namespace, name, from }: CrossReference,
): { readonly says: string; readonly isSure: boolean; readonly fix?: string } | undefined {
  if (kind !== 'Secret' || group !== '')
    return isForeign(world, from)
      ? undefined
      : { says: `is ${kind}${group === '' ? '' : ` of group "${group}"`}, and must be a Secret`, isSure: true };
  const secret = world.mesh.objects.find('', 'Secret', namespace, name);
  if (secret !== undefined) {
    const says = unusable(secret);
    return says === undefined ? undefined : { says: `names Secret "${namespace}/${name}", ${says}`, isSure: true };
  }
  const sources = (secretSources(world).get(name) ?? []).filter(
    (source) => source.isCopied || !source.isPlaced || source.namespace === namespace,
  );
  if (sources.length > 0) return undefined;
  const elsewhere = secretSources(world)
    .get(name)
    ?.find(({ isPlaced }) => isPlaced && from.id.namespace !== undefined);
  if (elsewhere !== undefined)
    return {
      says: `names Secret "${namespace}/${name}", and the files have "${name}" in namespace "${elsewhere.namespace}"`,
      isSure: world.complete,
    };
  const near = nearNamesake(world, 'Secret', { name, namespace }, allSecrets(world));
  const fix = near && { fix: `did you mean "${near.name}"?` };
  const missing = `names Secret "${namespace}/${name}", which`;
  if (world.complete) return { says: `${missing} does not exist`, isSure: true, ...fix };
  return fix && { says: `${missing} is not in the files`, isSure: false, ...fix };
}

/** Other implementations may have certificates of kinds of their own. */
const isForeign = (world: World, from: Item): boolean =>
  implementationOf(world, rootOf(from.id.kind === 'ListenerSet' ? (gatewayOfSet(world, from) ?? from) : from)) === 'foreign';

/** A Secret of another type will do where its keys are those of a TLS Secret, or where Envoy Gateway reads it in its own way. */
function unusable(secret: Item): string | undefined {
  const type = asText(secret.object.type);
  const keys = dataKeys(secret);
  const isTyped = ['', 'kubernetes.io/tls', 'gateway.envoyproxy.io/sds'].includes(type);
  const isUsable = isTyped || keys.length === 0 || keys.includes('tls.crt') || keys.includes('cert');
  return isUsable ? undefined : `whose type is "${type}" and which has no \`tls.crt\``;
}
