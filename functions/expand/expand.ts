import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Gateway, Model, ProviderName } from '../intent/model.ts';
import { groupBy } from '../krm/group-by.ts';
import type { Item } from '../krm/item.ts';
import { apiVersions } from './api-versions.ts';
import { certificates } from './certificates.ts';
import { lockdown } from './istio-api/egress/lockdown.ts';
import { namespaces } from './istio-api/namespaces.ts';
import { outboundPolicy } from './istio-api/outbound-policy.ts';
import { peerAuthentications } from './istio-api/peer-authentications.ts';
import { providers } from './providers/index.ts';
import type { ProviderContext } from './providers/provider.ts';
import { serviceProtocols } from './service-protocols.ts';
import type { Expansion, Prerequisite, Stage } from './stage.ts';
import { unsupported } from './support/unsupported.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The objects of a model: those of each provider for its gateways, and what belongs to no gateway. */
export function expand(model: Model, items: readonly Item[]): Expansion {
  const diagnostics: Diagnostic[] = [];
  const prerequisites: Prerequisite[] = [];
  const stage: Stage = {
    report: (diagnostic) => diagnostics.push(diagnostic),
    require: (prerequisite) => prerequisites.push(prerequisite),
  };
  const byProvider = groupBy(model.gateways, ({ provider }) => provider);
  const needsMesh = model.exposures.some(({ gateway }) => gateway === undefined) || model.egress.length > 0;
  const ofMesh = byProvider.has('mesh-gateway') && !byProvider.has('istio') ? 'mesh-gateway' : 'istio';
  if (needsMesh && !byProvider.has(ofMesh)) byProvider.set(ofMesh, []);
  const services = serviceProtocols(items);
  const existing: ProviderContext['existing'] = (kind, namespace, name) =>
    items.find(({ id }) => id.kind === kind && id.namespace === namespace && id.name === name)?.object;
  for (const problem of unsupported(model, ofMesh)) stage.report(problem);
  outboundPolicy(model, stage);
  const versioned = apiVersions(model);
  const made = [
    ...namespaces(model),
    ...[...byProvider].flatMap(
      ([name, gateways]: [ProviderName, Gateway[]]) =>
        providers[name]?.expand(model, gateways, { stage, services, items, existing, hasMesh: name === ofMesh }) ?? [],
    ),
    ...certificates(model, stage),
    ...peerAuthentications(model),
    ...lockdown(model, stage),
  ];
  return { made: made.map((one) => ({ ...one, object: withoutUndefined(versioned(one.object)) })), prerequisites, diagnostics };
}
