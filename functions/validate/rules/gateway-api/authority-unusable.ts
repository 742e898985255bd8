import type { Item } from '../../../krm/item.ts';
import type { Rule, World } from '../../rule.ts';
import { pathOf, rootOf, titled, wrong } from '../../spot.ts';
import { authorityReferences, type CrossReference, gatewayApi } from '../../spots/cross-references.ts';
import { dataEntry, dataKeys } from '../../spots/entries-of-data.ts';
import { implementationOf } from '../../spots/gateway-classes.ts';

export const authorityUnusable: Rule = {
  code: 'GI2923',
  name: 'authority-unusable',
  severity: 'error',
  summary: 'The authority of a Gateway or BackendTLSPolicy must be a ConfigMap or Secret with `ca.crt`.',
  why: 'no certificate is accepted by it (`InvalidCACertificateRef`): the listener is not served, or the backend is not reached',
  fix: 'name a ConfigMap whose `ca.crt` is a certificate in PEM form',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.BackendTLSPolicyValidation',
  *check(world) {
    for (const reference of authorityReferences(world)) {
      const problem = problemOf(world, reference);
      if (problem !== undefined) yield wrong(reference.spot, problem);
    }
  },
};

function problemOf(world: World, reference: CrossReference): string | undefined {
  const { from, group, kind, namespace, name, spot } = reference;
  const isOfIstio = from.id.kind === 'Gateway' && implementationOf(world, rootOf(from)) === 'istio';
  if (group !== '' && !isOfIstio) return undefined;
  if (kind === 'ClusterTrustBundle' && !isOfIstio) return undefined;
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret'))
    return `is ${kind}${group === '' ? '' : ` of group "${group}"`}, and must be a ConfigMap or a Secret`;
  if (isOfIstio && pathOf(spot).at(-1) === 1) return 'is one authority too many: Istio takes one';
  const found = world.mesh.objects.find('', kind, namespace, name);
  if (found !== undefined) return contentProblem(found, isOfIstio || isAllIstio(world));
  const isMade = kind === 'Secret' || world.ofKind('trust.cert-manager.io', 'Bundle').some(({ id }) => id.name === name);
  return world.complete && !isMade ? `is ${kind} "${namespace}/${name}", which does not exist` : undefined;
}

/** A policy of a backend is for every implementation that calls it. */
const isAllIstio = (world: World): boolean => {
  const gateways = world.ofKind(gatewayApi, 'Gateway').map(rootOf);
  return gateways.length > 0 && gateways.every((root) => implementationOf(world, root) === 'istio');
};

function contentProblem(item: Item, isOfIstio: boolean): string | undefined {
  const keys = dataKeys(item);
  // Others than Istio take the only entry, whatever its name.
  const key = ['ca.crt', 'cacert', ...(keys.length === 1 && !isOfIstio ? keys : [])].find((name) => keys.includes(name));
  if (key === undefined) return keys.length === 0 ? undefined : `is ${titled(item)}, which has no \`ca.crt\``;
  const entry = dataEntry(item, key);
  const isReadable = entry === undefined || entry.isFilledInLater || entry.content.includes('-----BEGIN');
  return isReadable ? undefined : `is ${titled(item)}, whose \`${key}\` is no certificate in PEM form`;
}
