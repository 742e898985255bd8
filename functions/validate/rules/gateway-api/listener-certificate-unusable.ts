import { asText } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import { type CrossReference, certificateReferences } from '../../spots/cross-references.ts';
import { secretSources } from '../../spots/secrets.ts';

export const listenerCertificateUnusable: Rule = {
  code: 'GI2919',
  name: 'listener-certificate-unusable',
  severity: 'error',
  summary: 'The certificate of a listener must be a TLS Secret that exists.',
  why: 'the listener is not served (`InvalidCertificateRef`)',
  fix: 'name a Secret of type `kubernetes.io/tls` in the namespace of the Gateway',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.ListenerTLSConfig',
  *check(world) {
    for (const reference of certificateReferences(world)) {
      const problem = problemOf(world, reference);
      if (problem !== undefined) yield wrong(reference.spot, problem.says, problem.isSure ? {} : { severity: 'warning' });
    }
  },
};

function problemOf(
  world: World,
  { kind, group, namespace, name, from }: CrossReference,
): { readonly says: string; readonly isSure: boolean } | undefined {
  if (kind !== 'Secret' || group !== '') return undefined;
  const secret = world.mesh.objects.find('', 'Secret', namespace, name);
  const type = asText(secret?.object.type);
  if (secret !== undefined)
    return type === '' || type === 'kubernetes.io/tls'
      ? undefined
      : { says: `names Secret "${namespace}/${name}", whose type is "${type}"`, isSure: true };
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
  return world.complete ? { says: `names Secret "${namespace}/${name}", which does not exist`, isSure: true } : undefined;
}
