import type { Model } from '../../intent/model.ts';
import type { Made } from '../made.ts';

/** Which namespaces demand mesh mTLS; the whole mesh is said in the root namespace. */
export function peerAuthentications({ intents, facts }: Model): Made[] {
  const byNamespace = new Map<string, Made>();
  for (const intent of intents)
    for (const [index, { mode, namespaces, scope }] of (intent.spec.policies?.peerAuthentication ?? []).entries())
      for (const namespace of scope === 'Mesh' ? [facts.rootNamespace] : (namespaces ?? [])) {
        const other = byNamespace.get(namespace);
        byNamespace.set(namespace, {
          object: {
            apiVersion: 'security.istio.io/v1',
            kind: 'PeerAuthentication',
            metadata: { name: 'default', namespace },
            spec: { mtls: { mode } },
          },
          origin: { item: intent.item, path: ['spec', 'policies', 'peerAuthentication', index] },
          owners: [...new Set([...(other?.owners ?? []), intent.item])],
        });
      }
  return [...byNamespace.values()];
}
