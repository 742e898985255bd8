import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Made } from '../made.ts';
import type { ProviderContext } from '../providers/provider.ts';
import type { Stage } from '../stage.ts';
import { exposurePolicies, workloadPolicies } from './exposure-policies.ts';
import { gatewayPolicies } from './gateway-policies.ts';
import { allowsAtWorkload, loosenedRules } from './loosened-rules.ts';
import type { PodPorts } from './pod-ports.ts';
import { onlyCallers, restrictedBackend } from './restricted-backend.ts';
import { rivalRules } from './rival-rules.ts';

/** What `auth` and `restrictBackend` ask for: policies of the gateway's pods, or of the backend's. */
export function policies(
  model: Model,
  exposures: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  podPorts: PodPorts,
  stage: Stage,
  existing: ProviderContext['existing'],
): Made[] {
  return [
    ...[...gateways.values()].flatMap((gateway) => gatewayPolicies(model, gateway, podPorts, stage)),
    ...exposures
      .filter(({ auth }) => auth?.enforceAt !== 'Workload')
      .flatMap((exposure) => exposurePolicies(model, exposure, gateways, podPorts, stage)),
    ...backendPolicies(model, exposures, gateways, stage, existing),
  ];
}

/** What `auth` and `restrictBackend` ask of backends alone, where gateways are not Istio's. */
export function backendPolicies(
  model: Model,
  exposures: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  stage: Stage,
  existing: ProviderContext['existing'],
): Made[] {
  const written = [...groupBy(exposures, ({ origin, intent }) => `${intent.key} ${origin.path.join('.')}`).values()];
  for (const problem of [...loosenedRules(exposures), ...rivalRules(exposures)]) stage.report(problem);
  return written.flatMap((same) => {
    const [first] = same as [Exposure, ...Exposure[]];
    const only = onlyCallers(model, same, gateways, stage);
    const isInRules = only !== undefined && allowsAtWorkload(first);
    return [
      ...(first.auth?.enforceAt === 'Workload' ? workloadPolicies(model, first, existing, stage, only) : []),
      ...(only === undefined || isInRules ? [] : restrictedBackend(model, first, only)),
    ];
  });
}
