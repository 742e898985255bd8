import { formatPath } from '../../../diagnostics/path.ts';
import type { Gateway, Model } from '../../../intent/model.ts';
import { placeOf } from '../../../intent/resolve/server-entries.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { comparesAddresses } from '../../compares-addresses.ts';
import type { Made } from '../../made.ts';
import type { Stage } from '../../stage.ts';
import { group } from './backends.ts';
import { envoyProxySpec } from './envoy-proxy.ts';

const isWhole = ({ spec }: Gateway): boolean => spec.class?.scope === 'Class';

/** Gateways whose proxies have the same parameters: each for itself, or all of a class. */
export const proxyUnit = (gateway: Gateway, className: string): string => (isWhole(gateway) ? `class ${className}` : gateway.key);

/** Where the EnvoyProxy of a gateway is. That of a class is beside the controller. */
export function proxyPlace(gateway: Gateway, className: string, { facts }: Model): { readonly name: string; readonly namespace: string } {
  return isWhole(gateway)
    ? { name: className, namespace: facts.envoyGateway.namespace }
    : { name: gateway.name, namespace: gateway.namespace };
}

/** The EnvoyProxies of gateways whose pods belong to the intent. `keepsOrder` tells it for a unit. */
export function envoyProxies(
  model: Model,
  gateways: readonly Gateway[],
  className: (gateway: Gateway) => string,
  keepsOrder: (unit: string) => boolean,
  stage: Stage,
): Made[] {
  const own = gateways.filter(({ management }) => management === 'Full');
  return [...groupBy(own, (gateway) => proxyUnit(gateway, className(gateway)))].map(([unit, same]) => {
    const specs = same.map((gateway) =>
      envoyProxySpec(gateway, { model, seesClients: same.some((one) => comparesAddresses(model, one)), keepsOrder: keepsOrder(unit) }),
    );
    const [first] = same as [Gateway, ...Gateway[]];
    for (const [index, gateway] of same.entries())
      if (JSON.stringify(specs[index]) !== JSON.stringify(specs[0])) stage.report(contradiction(gateway, first, className(gateway)));
    return {
      object: { apiVersion: `${group}/v1alpha1`, kind: 'EnvoyProxy', metadata: proxyPlace(first, className(first), model), spec: specs[0] },
      origin: first.origin,
      owners: [...new Set(same.map(({ intent }) => intent.item))],
    };
  });
}

function contradiction(gateway: Gateway, first: Gateway, className: string) {
  const path = [...gateway.origin.path, 'class', 'scope'];
  return findingAt('GI0503', gateway.intent.item, path, {
    message: `\`${formatPath(path)}\` Class gives class "${className}" other pods or another Service than gateway "${first.key}" does (${placeOf(first.origin)}, \`${formatPath(first.origin.path)}\`)`,
    fix: 'say the same in both, or use `scope: Gateway`',
  });
}

/** A class that is not made here must be told of its parameters. */
export function requireParameters(gateways: readonly Gateway[], className: (gateway: Gateway) => string, model: Model, stage: Stage): void {
  const told = new Set<string>();
  for (const gateway of gateways) {
    const name = className(gateway);
    if (!isWhole(gateway) || gateway.management !== 'Full' || gateway.spec.class?.management === 'Full' || told.has(name)) continue;
    told.add(name);
    stage.require({
      reason: `the proxies of GatewayClass "${name}" must be run as the intent says`,
      kind: { target: 'object', apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name },
      patch: { spec: { parametersRef: { group, kind: 'EnvoyProxy', ...proxyPlace(gateway, name, model) } } },
      origin: { item: gateway.origin.item, path: [...gateway.origin.path, 'class', 'scope'] },
    });
  }
}
