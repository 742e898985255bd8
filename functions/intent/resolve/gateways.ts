import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { GatewayDeclaration } from '../generated/gateway-intent.ts';
import type { Facts, Gateway, Intent, PlatformName, ProviderName, Workload } from '../model.ts';
import type { Report } from './report.ts';

/** The gateways that intents declare, by `namespace/name`; what they listen on is found out later. */
export function declaredGateways(intents: readonly Intent[], facts: Facts, report: Report): Map<string, Gateway> {
  const gateways = new Map<string, Gateway>();
  for (const intent of intents)
    for (const [index, spec] of (intent.spec.gateways ?? []).entries()) {
      const origin = { item: intent.item, path: ['spec', 'gateways', index] };
      const namespace = spec.namespace ?? intent.namespace;
      const gateway = newGateway({ spec, namespace, intent, origin, declared: true, provider: intent.spec.provider ?? 'istio', facts });
      const other = gateways.get(gateway.key);
      if (other === undefined || other.management === 'External') gateways.set(gateway.key, gateway);
      else if (gateway.management !== 'External') report(declaredTwice(gateway, other));
    }
  return gateways;
}

function declaredTwice({ key, intent, origin }: Gateway, other: Gateway): Diagnostic {
  return findingAt('GI0202', intent.item, [...origin.path, 'name'], {
    message: `gateway "${key}" is declared twice: here and in GatewayIntent "${other.intent.key}" (\`${formatPath(other.origin.path)}\`)`,
    fix: 'declare it once and refer to it with `gateway: namespace/name`, or rename one of the two',
  });
}

/** What is known of a gateway before its listeners. */
export function newGateway(known: {
  spec: GatewayDeclaration;
  namespace: string;
  intent: Intent;
  origin: Gateway['origin'];
  declared: boolean;
  provider: ProviderName;
  platform?: PlatformName;
  facts: Facts;
}): Gateway {
  const { spec, namespace, intent, origin, declared, provider, facts } = known;
  const type = spec.type ?? 'Ingress';
  const management = declared ? (spec.management ?? 'Full') : 'External';
  return {
    key: `${namespace}/${spec.name}`,
    name: spec.name,
    namespace,
    type,
    management,
    provider: providerOf(provider, type),
    platform: known.platform ?? intent.spec.platform ?? 'kubernetes',
    intent,
    origin,
    declared,
    spec,
    workload: workload(spec, namespace, type, management, facts),
    servers: [],
  };
}

/** What is not for clients from outside stays Istio's own API: the Gateway API has no words for it. */
const providerOf = (written: ProviderName, type: Gateway['type']): ProviderName =>
  written === 'istio-gateway-api' && type !== 'Ingress' ? 'istio' : written;

/** The label that tells pods of gateways with the same name in different namespaces apart: Istio's Gateways select pods of the whole mesh. */
export const namespaceLabel = 'gatewayintent.dev/namespace';

function workload(
  spec: GatewayDeclaration,
  namespace: string,
  type: Gateway['type'],
  management: Gateway['management'],
  facts: Facts,
): Workload {
  const own = {
    namespace,
    selector: { istio: spec.name, [namespaceLabel]: namespace },
    service: spec.name,
    serviceAccountName: spec.deployment?.pod?.serviceAccountName ?? spec.name,
  };
  if (management !== 'Config') return management === 'Full' ? own : { ...own, serviceAccountName: undefined };
  const { selector, namespace: podNamespace, service, serviceAccountName } = spec.workload ?? {};
  if (selector !== undefined) return { namespace: podNamespace ?? namespace, selector, service: service ?? spec.name, serviceAccountName };
  const kind = type === 'Egress' ? 'egressgateway' : type === 'EastWest' ? 'eastwestgateway' : 'ingressgateway';
  return {
    namespace: podNamespace ?? facts.controlPlaneNamespace,
    selector: { istio: kind },
    service: service ?? `istio-${kind}`,
    serviceAccountName,
  };
}
