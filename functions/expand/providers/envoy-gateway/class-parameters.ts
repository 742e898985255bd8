import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { valueAt } from '../../../diagnostics/path.ts';
import type { Gateway } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { Item } from '../../../krm/item.ts';
import { display } from '../../../krm/kube-object.ts';

/** A gateway with parameters of its own, and those that its class has beside them. */
interface Rivals {
  readonly gateway: Gateway;
  readonly className: string;
  readonly parameters: Item;
}

function rivals(gateways: readonly Gateway[], classOf: (gateway: Gateway) => string, items: readonly Item[]): Rivals[] {
  const own = gateways.filter(({ management, spec }) => management === 'Full' && spec.class?.scope !== 'Class');
  return own.flatMap((gateway) => {
    const className = classOf(gateway);
    const parameters = parametersOf(className, items);
    return parameters === undefined ? [] : [{ gateway, className, parameters }];
  });
}

/**
 * Gateways with parameters of their own, whose class merges its gateways into one: the controller takes no such gateway. internal/provider/kubernetes/controller.go
 * of envoyproxy/gateway (`infrastructure.parametersref must be nil`).
 */
export function* mergedClasses(...around: Parameters<typeof rivals>): Generator<Diagnostic> {
  for (const { gateway, className, parameters } of rivals(...around).filter(isMerged)) {
    yield findingAt('GI0503', gateway.intent.item, gateway.origin.path, {
      message: `gateway "${gateway.key}" has proxies of its own, but ${display(parameters.id)} merges all gateways of class "${className}" (\`spec.mergeGateways\`)`,
      fix: 'use `management: Config`, which leaves the proxies to the class, or another class',
    });
  }
}

/**
 * Gateways with parameters of their own, which stand instead of those of their class: internal/gatewayapi/contexts.go of envoyproxy/gateway (attachEnvoyProxy).
 */
export function* replacedParameters(...around: Parameters<typeof rivals>): Generator<Diagnostic> {
  for (const { gateway, className, parameters } of rivals(...around).filter((one) => !isMerged(one))) {
    const fields = Object.keys(parameters.object.spec ?? {}).filter((field) => field !== 'mergeGateways');
    if (fields.length === 0) continue;
    yield findingAt('GI0509', gateway.intent.item, gateway.origin.path, {
      message: `gateway "${gateway.key}" has parameters of its own, instead of ${display(parameters.id)} of class "${className}": its ${fields.map((field) => `\`spec.${field}\``).join(', ')} ${fields.length === 1 ? 'does' : 'do'} not hold for it`,
    });
  }
}

const isMerged = ({ parameters }: Rivals): boolean => valueAt(parameters.object, ['spec', 'mergeGateways']) === true;

/** The EnvoyProxy that a class of the package names. */
function parametersOf(className: string, items: readonly Item[]): Item | undefined {
  const found = items.find(({ id }) => id.kind === 'GatewayClass' && id.name === className);
  const named = valueAt(found?.object, ['spec', 'parametersRef']) as { kind?: string; namespace?: string; name?: string } | undefined;
  return items.find(({ id }) => id.kind === 'EnvoyProxy' && id.name === named?.name && id.namespace === named?.namespace);
}
