import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { isSubsetOf } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import type { Facts, Gateway, Intent, ProviderName } from '../model.ts';
import { newGateway } from './gateways.ts';
import type { Report } from './report.ts';
import { undeclaredGateway } from './undeclared-gateway.ts';
import type { Unread } from './unread.ts';

export interface GatewayContext {
  /** Grows by the gateways that are only referred to. */
  readonly gateways: Map<string, Gateway>;
  readonly items: readonly Item[];
  readonly facts: Facts;
  readonly unread: Unread;
  readonly report: Report;
}

/** What refers to a gateway, and what that gateway must be. */
export interface Reference {
  readonly intent: Intent;
  readonly path: Path;
  /** `name` or `namespace/name`; absent: the only one there is. */
  readonly name: string | undefined;
  readonly type: Gateway['type'];
  readonly hosts: readonly string[];
}

/** The gateway that a field means. `undefined` when there is none; that is reported. */
export function findGateway(reference: Reference, context: GatewayContext): Gateway | undefined {
  const { name, intent } = reference;
  const { unread, gateways } = context;
  if (name !== undefined && unread.gateways.some((key) => !gateways.has(key) && (key === name || key === `${intent.namespace}/${name}`)))
    return undefined;
  const gateway =
    name === undefined
      ? onlyGateway(reference, unread.gateways.length > 0 ? { ...context, report: () => undefined } : context)
      : namedGateway(reference, name, context);
  if (gateway === undefined) return undefined;
  checkProvider(reference, gateway, context.report);
  return checkDelegation(reference, gateway, context.report) ? gateway : undefined;
}

function namedGateway(reference: Reference, name: string, context: GatewayContext): Gateway | undefined {
  const { intent, type } = reference;
  const { gateways, items } = context;
  const key = name.includes('/') ? name : (sameIntent(name, intent, gateways)?.key ?? `${intent.namespace}/${name}`);
  const found = gateways.get(key);
  if (found?.declared && found.type !== type) return void context.report(wrongType(reference, found));
  if (found !== undefined) return found;
  const isWritten = items.some(({ id }) => id.kind === 'Gateway' && id.namespace === intent.namespace && id.name === name);
  if (!name.includes('/') && !isWritten) return void context.report(unknownName(reference, name, gateways));
  return undeclared(reference, key, context);
}

function wrongType({ intent, path, type }: Reference, found: Gateway): Diagnostic {
  return findingAt('GI0208', intent.item, path, {
    message: `\`${formatPath(path)}\` names gateway "${found.key}", whose type is ${found.type}: it must be ${type}`,
    fix: `name a gateway with \`type: ${type}\``,
  });
}

function unknownName({ intent, path, type }: Reference, name: string, gateways: ReadonlyMap<string, Gateway>): Diagnostic {
  const known = [...gateways.values()].filter((gateway) => gateway.type === type && gateway.declared);
  const near =
    didYouMean(
      name,
      known.map((gateway) => gateway.name),
    ) ??
    didYouMean(
      `${intent.namespace}/${name}`,
      known.map(({ key }) => key),
    );
  const names = known.map(({ key }) => `"${key}"`).join(' or ');
  return findingAt('GI0208', intent.item, path, {
    message: `\`${formatPath(path)}\` names gateway "${name}", which neither this intent nor namespace "${intent.namespace}" declares`,
    fix: near ? `did you mean "${near}"?` : names !== '' ? `use ${names}` : 'declare it in `spec.gateways`, or write `namespace/name`',
  });
}

/** A gateway that no intent declares: one that exists, of another package. */
function undeclared(reference: Reference, key: string, { gateways, items, facts, report }: GatewayContext): Gateway {
  const { intent, path, type } = reference;
  const [namespace = '', name = ''] = key.split('/');
  const provider = intent.spec.provider ?? providerOfObject(items, namespace, name) ?? 'istio';
  const known = [...gateways.values()].filter((gateway) => gateway.declared && gateway.type === type);
  const origin = { item: intent.item, path };
  const gateway = newGateway({ spec: { name, type }, namespace, intent, origin, declared: false, provider, facts });
  gateways.set(key, gateway);
  report(undeclaredGateway(reference, gateway, known, items));
  return gateway;
}

const sameIntent = (name: string, intent: Intent, gateways: ReadonlyMap<string, Gateway>): Gateway | undefined =>
  [...gateways.values()].find((gateway) => gateway.declared && gateway.intent === intent && gateway.name === name);

function onlyGateway(reference: Reference, { gateways, report }: GatewayContext): Gateway | undefined {
  const { intent, path, type, hosts } = reference;
  const declared = [...gateways.values()].filter((gateway) => gateway.type === type && gateway.declared);
  const own = declared.filter((gateway) => gateway.intent === intent);
  const candidates = own.length > 0 ? own : declared.filter((gateway) => isAllowed(gateway, intent.namespace, hosts));
  if (candidates.length === 1) return candidates[0];
  const at = type === 'Egress' ? 'an egress gateway' : 'a gateway';
  const message =
    candidates.length > 1
      ? `\`${formatPath([...path, 'gateway'])}\` must be set: ${candidates.map(({ key }) => `"${key}"`).join(' and ')} would all do`
      : declared.length > 0
        ? `no gateway of type ${type} lets namespace "${intent.namespace}" use ${hosts.map((host) => `"${host}"`).join(', ')}: ${declared.map(({ key }) => `"${key}"`).join(', ')} would have to`
        : `there is no gateway of type ${type} in the package`;
  report(
    findingAt('GI0208', intent.item, [...path, 'gateway'], {
      message,
      fix:
        candidates.length > 1
          ? 'name one of them'
          : declared.length > 0
            ? `add the namespace to \`allow\` of the gateway`
            : `declare ${at} in \`spec.gateways\`, or name one that exists: \`gateway: namespace/name\``,
    }),
  );
  return undefined;
}

/** Whether a gateway was given to a namespace for all of these hosts. */
export function isAllowed(gateway: Gateway, namespace: string, hosts: readonly string[]): boolean {
  if (!gateway.declared) return true;
  if (namespace === gateway.namespace || namespace === gateway.intent.namespace) return true;
  if (gateway.spec.allow === undefined)
    return gateway.type === 'Egress' || (gateway.management === 'External' && gateway.spec.allow === undefined);
  const given = gateway.spec.allow.filter(({ namespaces }) => namespaces.includes('*') || namespaces.includes(namespace));
  return given.length > 0 && hosts.every((host) => given.some((entry) => (entry.hosts ?? ['*']).some((wide) => isSubsetOf(host, wide))));
}

function checkDelegation({ intent, path, hosts }: Reference, gateway: Gateway, report: Report): boolean {
  if (isAllowed(gateway, intent.namespace, hosts)) return true;
  const refused = hosts.filter((host) => !isAllowed(gateway, intent.namespace, [host]));
  report(
    findingAt('GI0209', intent.item, path, {
      message: `gateway "${gateway.key}" does not let namespace "${intent.namespace}" use ${refused.map((host) => `"${host}"`).join(', ')}`,
      fix: `add \`{namespaces: [${intent.namespace}], hosts: [${refused.map((host) => `"${host}"`).join(', ')}]}\` to its \`allow\` (GatewayIntent "${gateway.intent.key}")`,
    }),
  );
  return false;
}

function checkProvider({ intent }: Reference, gateway: Gateway, report: Report): void {
  const said = intent.spec.provider;
  const known = [gateway.provider, gateway.intent.spec.provider];
  if (said === undefined || known.includes(said) || gateway.intent === intent) return;
  report(
    findingAt('GI0201', intent.item, ['spec', 'provider'], {
      message: `\`spec.provider\` is "${said}", but gateway "${gateway.key}" has provider "${gateway.provider}" (GatewayIntent "${gateway.intent.key}")`,
      fix: 'remove `provider` here: it is taken from the gateway',
    }),
  );
}

/** The provider of a hand-written Gateway of the package. */
function providerOfObject(items: readonly Item[], namespace: string, name: string): ProviderName | undefined {
  const item = items.find(({ id }) => id.kind === 'Gateway' && id.namespace === namespace && id.name === name);
  if (item === undefined) return undefined;
  if (item.id.apiVersion.startsWith('networking.istio.io/')) return 'istio';
  const { gatewayClassName } = (item.object.spec ?? {}) as { gatewayClassName?: string };
  if (gatewayClassName === 'istio') return 'istio-gateway-api';
  return /envoy/.test(gatewayClassName ?? '') ? 'envoy-gateway' : 'gateway-api';
}
