import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { valueAt } from '../../../diagnostics/path.ts';
import type { Gateway } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { Item } from '../../../krm/item.ts';
import { display } from '../../../krm/kube-object.ts';

/**
 * Gateways with parameters of their own, whose class merges its gateways into one: the controller takes no such gateway. internal/provider/kubernetes/controller.go
 * of envoyproxy/gateway (`infrastructure.parametersref must be nil`).
 */
export function* mergedClasses(
  gateways: readonly Gateway[],
  className: (gateway: Gateway) => string,
  items: readonly Item[],
): Generator<Diagnostic> {
  for (const gateway of gateways.filter(({ management, spec }) => management === 'Full' && spec.class?.scope !== 'Class')) {
    const parameters = parametersOf(className(gateway), items);
    if (valueAt(parameters?.object, ['spec', 'mergeGateways']) !== true || parameters === undefined) continue;
    yield findingAt('GI0503', gateway.intent.item, gateway.origin.path, {
      message: `gateway "${gateway.key}" has proxies of its own, but ${display(parameters.id)} merges all gateways of class "${className(gateway)}" (\`spec.mergeGateways\`)`,
      fix: 'use `management: Config`, which leaves the proxies to the class, or another class',
    });
  }
}

/**
 * Gateways with parameters of their own, which stand instead of those of their class: internal/gatewayapi/contexts.go of envoyproxy/gateway (attachEnvoyProxy).
 */
export function* replacedParameters(
  gateways: readonly Gateway[],
  className: (gateway: Gateway) => string,
  items: readonly Item[],
): Generator<Diagnostic> {
  for (const gateway of gateways.filter(({ management, spec }) => management === 'Full' && spec.class?.scope !== 'Class')) {
    const parameters = parametersOf(className(gateway), items);
    const { mergeGateways, ...lost } = (parameters?.object.spec ?? {}) as Readonly<Record<string, unknown>>;
    const fields = Object.keys(lost);
    if (parameters === undefined || mergeGateways === true || fields.length === 0) continue;
    yield findingAt('GI0509', gateway.intent.item, gateway.origin.path, {
      message: `gateway "${gateway.key}" has parameters of its own, instead of ${display(parameters.id)} of class "${className(gateway)}": its ${fields.map((field) => `\`spec.${field}\``).join(', ')} ${fields.length === 1 ? 'does' : 'do'} not hold for it`,
    });
  }
}

/** The EnvoyProxy that a class of the package names. */
function parametersOf(className: string, items: readonly Item[]): Item | undefined {
  const found = items.find(({ id }) => id.kind === 'GatewayClass' && id.name === className);
  const named = valueAt(found?.object, ['spec', 'parametersRef']) as { kind?: string; namespace?: string; name?: string } | undefined;
  return items.find(({ id }) => id.kind === 'EnvoyProxy' && id.name === named?.name && id.namespace === named?.namespace);
}
