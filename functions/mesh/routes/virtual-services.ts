import type { HostName } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import { type Age, ageOf } from '../age.ts';
import { below, type Field } from '../field.ts';
import { qualifyGateway, qualifyHost } from '../hosts/qualify.ts';
import type { Labels } from '../inventory/labels.ts';
import { asLabels, asList, asNumber, asRecord, asText, asTexts } from '../loose.ts';
import { type ExportTo, exportTo } from '../registry/export-to.ts';
import type { Destination, HttpRule } from './http-rule.ts';
import { type Names, readDestination, readHttpRule } from './read-http-rule.ts';

/** A VirtualService, or the part of a Gateway API route that serves one parent. All names are full. */
export interface VirtualService {
  readonly item: Item;
  readonly namespace: string;
  readonly name: string;
  /** Full names, in the order written; none: a delegate. */
  readonly hosts: readonly HostName[];
  readonly hostsField: Field;
  /** `namespace/name`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly exportTo: ExportTo;
  readonly http: readonly HttpRule[];
  readonly tls: readonly TlsRule[];
  readonly tcp: readonly TcpRule[];
  /** Gateway API routes match prefixes by path segments and answer 500 for backends that do not exist. */
  readonly semantics: 'istio' | 'gateway-api';
  readonly age: Age;
  /** Delegations that came to nothing, with the reason. */
  readonly lost: readonly LostDelegation[];
}

/** A delegation of a rule that istiod leaves out, with a line in its log only. */
export interface LostDelegation {
  readonly field: Field;
  readonly because: string;
  /** `conflict`: the delegate's own match contradicts that of the root. */
  readonly reason: 'missing' | 'not-exported' | 'conflict';
}

/** One entry of `tls`. */
export interface TlsRule {
  readonly matches: readonly TlsMatch[];
  readonly destinations: readonly Destination[];
  readonly field: Field;
}

export interface L4Match {
  readonly destinationSubnets: readonly string[];
  readonly port: number;
  readonly sourceLabels: Labels;
  readonly sourceNamespace: string;
  readonly gateways: readonly string[];
  readonly field: Field;
}

export interface TlsMatch extends L4Match {
  readonly sniHosts: readonly HostName[];
}

/** One entry of `tcp`. */
export interface TcpRule {
  readonly matches: readonly L4Match[];
  readonly destinations: readonly Destination[];
  readonly field: Field;
}

export function readVirtualService(
  item: Item,
  namespace: string,
  clusterDomain: string,
  defaultExportTo: readonly string[],
): VirtualService {
  const spec = asRecord(item.object.spec);
  const names: Names = {
    host: (written) => qualifyHost(written, namespace, clusterDomain),
    gateway: (written) => qualifyGateway(written, namespace),
  };
  const root: Field = { item, path: ['spec'] };
  const gateways = asTexts(spec.gateways).map(names.gateway);
  const rules = (kind: string) => asList(spec[kind]).map((value, index) => ({ value: asRecord(value), field: below(root, kind, index) }));
  return {
    item,
    namespace,
    name: item.id.name,
    hosts: asTexts(spec.hosts).map(names.host),
    hostsField: below(root, 'hosts'),
    gateways: gateways.length > 0 ? gateways : ['mesh'],
    exportTo: exportTo(asTexts(spec.exportTo), defaultExportTo, namespace),
    http: rules('http').map(({ value, field }) => readHttpRule(value, field, names)),
    tls: rules('tls').map(({ value, field }) => ({
      matches: asList(value.match).map((match, index) => readTlsMatch(match, below(field, 'match', index), names)),
      destinations: readDestinations(value.route, field, names),
      field,
    })),
    tcp: rules('tcp').map(({ value, field }) => ({
      matches: asList(value.match).map((match, index) => readL4Match(match, below(field, 'match', index), names)),
      destinations: readDestinations(value.route, field, names),
      field,
    })),
    semantics: 'istio',
    age: ageOf(item, namespace),
    lost: [],
  };
}

function readDestinations(routes: unknown, field: Field, names: Names): readonly Destination[] {
  return asList(routes).map((route, index) => readDestination(route, below(field, 'route', index), names));
}

function readL4Match(value: unknown, field: Field, names: Names): L4Match {
  const match = asRecord(value);
  return {
    destinationSubnets: asTexts(match.destinationSubnets),
    port: asNumber(match.port) ?? 0,
    sourceLabels: asLabels(match.sourceLabels),
    sourceNamespace: asText(match.sourceNamespace),
    gateways: asTexts(match.gateways).map(names.gateway),
    field,
  };
}

function readTlsMatch(value: unknown, field: Field, names: Names): TlsMatch {
  return { ...readL4Match(value, field, names), sniHosts: asTexts(asRecord(value).sniHosts) };
}
