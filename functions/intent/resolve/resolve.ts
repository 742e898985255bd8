import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Item } from '../../krm/item.ts';
import type { Exposure, Gateway, Intent, Model } from '../model.ts';
import { servicesOf } from './backends.ts';
import { exposuresOf } from './exposures.ts';
import { resolveFacts } from './facts.ts';
import { declaredGateways } from './gateways.ts';
import { routeGroups } from './route-groups.ts';
import { serversOf } from './servers.ts';

/** All intents of a package as one model: references found, defaults filled in, conflicts told. */
export function resolve(intents: readonly Intent[], items: readonly Item[]): { model: Model; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const ordered = intents.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const facts = resolveFacts(ordered, report);
  const gateways = declaredGateways(ordered, facts, report);
  const services = servicesOf(items);
  const exposures = ordered.flatMap((intent) => exposuresOf(intent, { intent, facts, services, items, gateways, report }));
  const withServers = [...gateways.values()].map((gateway) => withListeners(gateway, exposures, report));
  const model: Model = {
    intents: ordered,
    facts,
    namespaces: ordered.flatMap((intent) =>
      (intent.spec.namespaces ?? []).map(({ name, injection }, index) => ({
        name,
        injection,
        origin: { item: intent.item, path: ['spec', 'namespaces', index] },
      })),
    ),
    gateways: withServers,
    exposures,
    routeGroups: routeGroups(withServers, exposures, report),
    egress: [],
  };
  return { model, diagnostics };
}

function withListeners(gateway: Gateway, exposures: readonly Exposure[], report: (diagnostic: Diagnostic) => void): Gateway {
  if (gateway.management === 'External') return gateway;
  const own = exposures.filter((exposure) => exposure.gateway === gateway.key);
  return { ...gateway, servers: serversOf(gateway, own, report) };
}
