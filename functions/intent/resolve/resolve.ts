import type { CodeName } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Item } from '../../krm/item.ts';
import type { EgressHost, Exposure, Facts, Gateway, Intent, Model, NamespaceModel, Server } from '../model.ts';
import { servicesOf } from './backends.ts';
import { egressHosts } from './egress-hosts.ts';
import { egressServers } from './egress-servers.ts';
import { egressUses } from './egress-uses.ts';
import { exposureProblems } from './exposure-problems.ts';
import { exposuresOf } from './exposures.ts';
import { resolveFacts } from './facts.ts';
import { gatewayProblems } from './gateway-problems.ts';
import { declaredGateways } from './gateways.ts';
import { hostsOutside } from './mesh-host.ts';
import { openshiftRouteProblems } from './openshift-route-problems.ts';
import { redirectExposures } from './redirect-exposures.ts';
import type { Report } from './report.ts';
import { routeGroups } from './route-groups.ts';
import { serversOf } from './servers.ts';
import { withServicePorts } from './service-ports.ts';
import { shutOthers } from './shut-others.ts';
import { unreadOf } from './unread.ts';
import { unreadTokens } from './unread-tokens.ts';

/** Findings that facts about the mesh would take away. */
const lackOfFacts: ReadonlySet<string> = new Set(['GI0224', 'GI0304', 'GI0403'] satisfies CodeName[]);

/** All intents of a package as one model: references found, defaults filled in, conflicts told. `broken`: intents that could not be read. */
export function resolve(
  intents: readonly Intent[],
  items: readonly Item[],
  broken: readonly Item[] = [],
): { model: Model; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const unread = unreadOf(broken);
  const told = new Set<string>();
  const report: Report = (diagnostic) => {
    const { code, message, place, path } = diagnostic;
    const key = JSON.stringify([code, message, place, path]);
    if (told.has(key) || (unread.hasFacts && lackOfFacts.has(code))) return;
    told.add(key);
    diagnostics.push(diagnostic);
  };
  const ordered = intents.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const facts = resolveFacts(ordered, report);
  const gateways = declaredGateways(ordered, facts, report);
  const services = servicesOf(items);
  const outside = hostsOutside(ordered, items);
  const written = withServicePorts(
    ordered.flatMap((intent) => exposuresOf(intent, { intent, facts, services, items, gateways, unread, outside, report })),
  );
  const redirects = [...gateways.values()]
    .filter(({ management }) => management !== 'External')
    .flatMap((gateway) =>
      redirectExposures(
        gateway,
        written.filter((exposure) => exposure.gateway === gateway.key),
      ),
    );
  const exposures = [...written, ...redirects];
  const uses = ordered.flatMap((intent) => egressUses(intent, { items, facts, services, gateways, unread, report }));
  const egress = egressHosts(uses, gateways, facts, report);
  const withServers = [...gateways.values()].map((gateway) => withListeners(gateway, exposures, egress, facts, report));
  const namespaces = namespacesOf(ordered);
  for (const gateway of withServers) for (const problem of gatewayProblems(gateway, facts, namespaces)) report(problem);
  for (const problem of shutOthers(withServers, egress, items)) report(problem);
  for (const problem of unreadTokens(withServers, written, items)) report(problem);
  for (const exposure of written) {
    const gateway = withServers.find(({ key }) => key === exposure.gateway);
    for (const problem of exposureProblems(exposure, gateway)) report(problem);
    if (gateway !== undefined) for (const problem of openshiftRouteProblems(exposure, gateway)) report(problem);
  }
  const model: Model = {
    intents: ordered,
    facts,
    namespaces,
    gateways: withServers,
    exposures,
    routeGroups: routeGroups(withServers, exposures, report),
    egress,
  };
  return { model, diagnostics };
}

function namespacesOf(intents: readonly Intent[]): NamespaceModel[] {
  return intents.flatMap(({ item, spec }) =>
    (spec.namespaces ?? []).map(({ name, injection }, index) => ({
      name,
      injection,
      origin: { item, path: ['spec', 'namespaces', index] },
    })),
  );
}

function withListeners(
  gateway: Gateway,
  exposures: readonly Exposure[],
  egress: readonly EgressHost[],
  facts: Facts,
  report: Report,
): Gateway {
  if (gateway.management === 'External') return gateway;
  if (gateway.type === 'Egress') return { ...gateway, servers: egressServers(gateway, egress, report) };
  const own = exposures.filter((exposure) => exposure.gateway === gateway.key);
  const servers = serversOf(gateway, own, report);
  return { ...gateway, servers: gateway.type === 'EastWest' ? [...servers, eastWestServer(gateway, facts)] : servers };
}

/** Where other clusters of the mesh come in: mesh mTLS goes through, each service chosen by its server name. */
function eastWestServer({ origin }: Gateway, { clusterDomain }: Facts): Server {
  const suffix = clusterDomain.slice(clusterDomain.lastIndexOf('.') + 1);
  return {
    name: 'tls-15443',
    kind: 'tls-15443',
    port: 15443,
    protocol: 'TLS',
    hosts: [{ host: `*.${suffix}`, namespaces: undefined }],
    tls: { mode: 'AutoPassthrough' },
    httpsRedirect: false,
    origins: [origin],
  };
}
