import type { Exposure, Gateway } from '../../../intent/model.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import type { Rule } from '../../gateway-api/http-rules.ts';
import type { Routing } from '../../gateway-api/routing.ts';
import { ownersOf } from '../../istio-api/owners.ts';
import type { Made } from '../../made.ts';
import { group } from './backends.ts';
import { attachments, type TargetReference, target } from './policy-attachment.ts';
import { trafficParts } from './policy-parts.ts';
import { gatewaySettings, layer4Settings, routeSettings, type TrafficSettings } from './traffic-settings.ts';

/** Settings of a rule that differ from those of its gateway; rules that do not forward have none. */
export function ownSettings({ route, exposure }: Pick<Rule, 'route' | 'exposure'>, gateway: Gateway): TrafficSettings | undefined {
  if (route.action.kind !== 'forward') return undefined;
  const settings = routeSettings(route, exposure, gateway);
  const usual = routeSettings(
    { ...route, retries: gateway.spec.defaults?.retries, fault: undefined },
    { ...exposure, backendPolicy: undefined, rateLimit: undefined },
    gateway,
  );
  return gateway.management !== 'External' && JSON.stringify(settings) === JSON.stringify(usual) ? undefined : settings;
}

/** The BackendTrafficPolicies of a gateway: what holds for all of its routes, and what some of them have of their own. */
export function trafficPolicies({ gateway, http, layer4 }: Routing): Made[] {
  const own = { origin: gateway.origin, owners: [gateway.intent.item] };
  const routes = http.flat().flatMap((built) => attachments(built, (rule) => ownSettings(rule, gateway)));
  return [
    ...(gateway.management === 'External' || http.length === 0
      ? []
      : [{ object: policy(gateway.name, gateway.namespace, [target('Gateway', gateway.name)], gatewaySettings(gateway)), ...own }]),
    ...routes.map(({ name, namespace, targets, settings, exposures }) => ({
      object: policy(name, namespace, targets, settings),
      origin: { ...(exposures[0] as Exposure).origin, parts: trafficParts(exposures[0] as Exposure, gateway) },
      owners: ownersOf(exposures),
    })),
    ...layer4.flatMap(({ exposure, object: { kind, metadata } }) => {
      const settings = layer4Settings(exposure);
      if (settings === undefined) return [];
      const object = policy(metadata.name, exposure.namespace, [target(kind, metadata.name)], settings);
      return [{ object, origin: { ...exposure.origin, parts: trafficParts(exposure, gateway) }, owners: [exposure.intent.item] }];
    }),
  ];
}

function policy(name: string, namespace: string, targetRefs: readonly TargetReference[], settings: TrafficSettings): KubeObject {
  return {
    apiVersion: `${group}/v1alpha1`,
    kind: 'BackendTrafficPolicy',
    metadata: { name, namespace },
    spec: { targetRefs, ...settings },
  };
}
