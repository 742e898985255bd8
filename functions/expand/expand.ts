import type { Gateway, Model, ProviderName } from '../intent/model.ts';
import { groupBy } from '../mesh/group-by.ts';
import { namespaces } from './istio-api/namespaces.ts';
import type { Made } from './made.ts';
import { providers } from './providers/index.ts';

/** The objects of a model: those of each provider for its gateways, and the routes inside the mesh. */
export function expand(model: Model): Made[] {
  const byProvider = groupBy(model.gateways, ({ provider }) => provider);
  if (!byProvider.has('istio') && model.exposures.some(({ gateway }) => gateway === undefined)) byProvider.set('istio', []);
  return [
    ...namespaces(model),
    ...[...byProvider].flatMap(([provider, gateways]: [ProviderName, Gateway[]]) => providers[provider]?.expand(model, gateways) ?? []),
  ];
}
