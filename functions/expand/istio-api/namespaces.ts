import type { Model } from '../../intent/model.ts';
import type { Made } from '../made.ts';

/** The namespaces that intents create, labelled for injection; several intents may ask for the same one. */
export function namespaces({ namespaces: wanted, facts }: Model): Made[] {
  const byName = new Map<string, Made>();
  for (const { name, injection, origin } of wanted) {
    const enabled: Record<string, string> =
      facts.revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': facts.revision };
    const labels: Record<string, string> | undefined =
      injection === undefined ? undefined : injection === 'Enabled' ? enabled : { 'istio-injection': 'disabled' };
    const other = byName.get(name);
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labels ?? other?.object.metadata.labels } };
    byName.set(name, { object, origin: other?.origin ?? origin, owners: [...new Set([...(other?.owners ?? []), origin.item])] });
  }
  return [...byName.values()];
}
