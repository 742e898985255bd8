import type { Rule } from '../../rule.ts';
import { at, deep, list, rootOf, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';

export const grantNamespaceUnknown: Rule = {
  code: 'GI2917',
  name: 'grant-namespace-unknown',
  severity: 'warning',
  summary: 'A namespace to which a ReferenceGrant gives something should exist.',
  why: 'the grant has no effect, or takes effect for whoever creates that namespace',
  fix: 'correct the name of the namespace',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1beta1.ReferenceGrant',
  upstream: ['KIA1601'],
  *check(world) {
    if (!world.complete) return;
    const known = new Set([
      ...world.ofKind('', 'Namespace').map(({ id }) => id.name),
      ...world.items.map((item) => world.mesh.objects.namespaceOf(item)),
    ]);
    for (const item of world.ofKind(gatewayApi, 'ReferenceGrant'))
      for (const namespace of list(deep(rootOf(item), 'spec'), 'from').map((from) => at(from, 'namespace')))
        if (text(namespace) !== '' && !known.has(text(namespace)))
          yield wrong(namespace, `names namespace "${text(namespace)}", which does not exist`);
  },
};
