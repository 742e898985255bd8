import type { HostName } from '../../hosts/host-name.ts';
import { isWildcard, overlaps } from '../../hosts/host-name.ts';
import { byText } from '../age.ts';
import { type Labels, selects } from '../inventory/labels.ts';
import { isTls, type Protocol } from '../inventory/protocol.ts';
import type { Chain } from '../listeners/listener.ts';
import { type TcpContext, tcpDestinations } from '../listeners/tcp-routes.ts';
import type { Service } from '../registry/service.ts';
import type { Destination } from '../routes/http-rule.ts';
import { plainDestination } from '../routes/plain-destination.ts';
import type { RouteDestination } from '../routes/route.ts';
import type { L4Match, VirtualService } from '../routes/virtual-services.ts';
import { anyAddress, isRange } from './service-address.ts';

/** What the chains for the connections to a service are built from. */
export interface ConnectionParts extends TcpContext {
  readonly service: TcpContext['service'];
  readonly labels: Labels;
  readonly namespace: string;
  /** The rules that the listener imports, oldest first. */
  readonly virtualServices: readonly VirtualService[];
  /** The names of ExternalName Services that stand for a service, in all their forms. */
  aliasNamesOf(service: Service): readonly HostName[];
}

/** A service on a port, and the address on which it is reached. */
export interface Reached {
  readonly service: Service;
  readonly protocol: Protocol;
  /** Where the listener binds. */
  readonly bind: string;
  readonly address: string;
  /** The range of addresses of the service, where it is none alone. */
  readonly ranges: readonly string[];
}

/** The chains of a service whose connections are not looked into (`core/tls.go`). */
export function connectionChains(reached: Reached, parts: ConnectionParts): readonly Chain[] {
  const rules = parts.virtualServices.filter((entry) => entry.hosts.some((host) => overlaps(host, reached.service.host)));
  return isTls(reached.protocol) ? tlsChains(reached, rules, parts) : tcpChains(reached, rules, parts);
}

/** One chain for every match of a `tls` rule that holds for these pods; without any, one for the service itself. */
function tlsChains(reached: Reached, rules: readonly VirtualService[], parts: ConnectionParts): readonly Chain[] {
  const chains: Chain[] = [];
  const handled = new Set<string>();
  let { ranges } = reached;
  for (const virtualService of rules) {
    for (const rule of virtualService.tls.filter((entry) => entry.destinations.length > 0)) {
      for (const match of rule.matches.filter((entry) => holds(entry, parts))) {
        if (match.destinationSubnets.length > 0) ranges = match.destinationSubnets;
        const key = `${match.sniHosts.join()}|${match.destinationSubnets.join()}`;
        if (handled.has(key)) continue;
        handled.add(key);
        chains.push(ruleChain(virtualService, rule.destinations, parts, { serverNames: match.sniHosts, ranges, field: match.field }));
      }
    }
  }
  return chains.length > 0 ? chains : [serviceChain(reached, parts, ranges, namesOf(reached, parts, ranges))];
}

/** Server names tell services apart that share a listener: those without an address, and those with a range. */
function namesOf({ service, bind, address }: Reached, parts: ConnectionParts, ranges: readonly string[]): readonly HostName[] {
  const shares = address === anyAddress && bind === anyAddress;
  const dynamic = isWildcard(service.host) && service.resolution === 'DYNAMIC_DNS';
  if (ranges.length === 0 && !isRange(address) && !shares && !dynamic) return [];
  return [service.host, ...parts.aliasNamesOf(service)];
}

/** The first `tcp` rule without subnets ends the search; those with subnets get chains of their own. */
function tcpChains(reached: Reached, rules: readonly VirtualService[], parts: ConnectionParts): readonly Chain[] {
  const chains: Chain[] = [];
  let replaced = false;
  for (const virtualService of rules) {
    for (const rule of virtualService.tcp.filter((entry) => entry.destinations.length > 0)) {
      const holding = rule.matches.filter((match) => holds(match, parts));
      const open = holding.findIndex((match) => match.destinationSubnets.length === 0);
      if (rule.matches.length === 0 || open >= 0) {
        chains.push(ruleChain(virtualService, rule.destinations, parts, { serverNames: [], ranges: reached.ranges, field: rule.field }));
        return chains;
      }
      const subnets = holding.flatMap((match) => match.destinationSubnets);
      if (subnets.length === 0) continue;
      chains.push(ruleChain(virtualService, rule.destinations, parts, { serverNames: [], ranges: subnets, field: rule.field }));
      replaced ||= sameTexts(subnets, reached.ranges);
    }
  }
  return replaced ? chains : [...chains, serviceChain(reached, parts, reached.ranges, [])];
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort(byText).join() === [...b].sort(byText).join();
}

function holds(match: L4Match, { labels, namespace, port }: ConnectionParts): boolean {
  return (
    (match.gateways.length === 0 || match.gateways.includes('mesh')) &&
    selects(match.sourceLabels, labels) &&
    (match.port === 0 || match.port === port) &&
    (match.sourceNamespace === '' || match.sourceNamespace === namespace)
  );
}

interface ChainParts {
  readonly serverNames: readonly HostName[];
  readonly ranges: readonly string[];
  readonly field: Chain['field'];
}

function ruleChain(
  virtualService: VirtualService,
  destinations: readonly Destination[],
  parts: ConnectionParts,
  { serverNames, ranges, field }: ChainParts,
): Chain {
  const handler: Chain['handler'] = { kind: 'tcp', destinations: tcpDestinations(destinations, parts), virtualService };
  const name = `a rule of VirtualService "${virtualService.namespace}/${virtualService.name}"`;
  return { ...bare, serverNames, addresses: ranges, handler, field, name };
}

/** Straight to the service: by its only port, else by that of the listener. */
function serviceChain({ service }: Reached, parts: ConnectionParts, ranges: readonly string[], serverNames: readonly HostName[]): Chain {
  const handler: Chain['handler'] = {
    kind: 'tcp',
    destinations: [serviceDestination(service, parts)],
    virtualService: undefined,
  };
  return { ...bare, serverNames, addresses: ranges, handler, field: service.field, name: `service "${service.host}"` };
}

/** A service itself as a destination, where no rule says otherwise. */
export function serviceDestination({ host, ports, field }: Service, parts: Pick<TcpContext, 'cluster' | 'port'>): RouteDestination {
  const [only, ...more] = ports;
  const port = only && more.length === 0 ? only.port : parts.port;
  return plainDestination({ host, port, subset: '', field }, parts.cluster);
}

const bare: Omit<Chain, 'handler' | 'field' | 'name'> = {
  serverNames: [],
  applicationProtocols: [],
  addresses: [],
  transport: undefined,
  port: undefined,
  tls: undefined,
  server: undefined,
};
