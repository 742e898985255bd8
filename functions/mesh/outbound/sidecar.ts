import type { HostName } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import { type Age, ageOf } from '../age.ts';
import { below, type Field } from '../field.ts';
import type { Labels } from '../inventory/labels.ts';
import { type Protocol, parseProtocol } from '../inventory/protocol.ts';
import { asLabels, asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';

/** A Sidecar resource: what the sidecars of a namespace, or of some of its pods, know and listen on. */
export interface Sidecar {
  readonly item: Item;
  readonly namespace: string;
  /** `undefined` for all pods; of the root namespace: of every namespace that has no Sidecar of its own. */
  readonly selector: Labels | undefined;
  readonly egress: readonly EgressListener[];
  readonly ingress: readonly IngressListener[];
  readonly outboundTrafficPolicy: WrittenOutboundPolicy | undefined;
  readonly age: Age;
}

/** One entry of `egress`. */
export interface EgressListener {
  readonly hosts: readonly ImportedHost[];
  /** Absent: all ports that no entry before it names. */
  readonly port: { readonly number: number; readonly protocol: Protocol; readonly name: string } | undefined;
  readonly bind: string;
  /** Whether it binds a port of the pod instead of taking captured traffic. */
  readonly bindsPort: boolean;
  readonly field: Field;
}

/** `namespace/host` as an egress listener writes it. */
export interface ImportedHost {
  /** `*` for every namespace, `.` for that of the pods. */
  readonly namespace: string;
  readonly host: HostName;
  /** Written with `~`: taken away from what the others import. */
  readonly excluded: boolean;
  readonly field: Field;
}

/** One entry of `ingress`: a port of the pods that takes the place of the ports of their Services. */
export interface IngressListener {
  readonly port: number;
  readonly protocol: Protocol;
  readonly bindsPort: boolean;
  /** Where the application listens: a port, a socket, or `undefined` for the port itself. */
  readonly defaultEndpoint: string | undefined;
  readonly field: Field;
}

export interface WrittenOutboundPolicy {
  readonly mode: OutboundMode;
  readonly egressProxy: { readonly host: HostName; readonly subset: string; readonly port: number } | undefined;
  readonly field: Field;
}

/** What happens to destinations that the mesh does not know. */
export type OutboundMode = 'ALLOW_ANY' | 'REGISTRY_ONLY' | 'ALLOW_ANY_DYNAMIC_DNS';

export function readSidecar(item: Item, namespace: string): Sidecar {
  const spec = asRecord(item.object.spec);
  const root: Field = { item, path: ['spec'] };
  return {
    item,
    namespace,
    selector: isSet(spec.workloadSelector) ? asLabels(asRecord(spec.workloadSelector).labels) : undefined,
    egress: asList(spec.egress).map((entry, index) => readEgress(asRecord(entry), below(root, 'egress', index))),
    ingress: asList(spec.ingress).map((entry, index) => readIngress(asRecord(entry), below(root, 'ingress', index))),
    outboundTrafficPolicy: isSet(spec.outboundTrafficPolicy)
      ? readPolicy(asRecord(spec.outboundTrafficPolicy), below(root, 'outboundTrafficPolicy'))
      : undefined,
    age: ageOf(item, namespace),
  };
}

function readEgress(entry: Loose, field: Field): EgressListener {
  const port = asRecord(entry.port);
  const bind = asText(entry.bind);
  return {
    hosts: asTexts(entry.hosts).flatMap((text, index) => readHost(text, below(field, 'hosts', index))),
    port: isSet(entry.port)
      ? { number: asNumber(port.number) ?? 0, protocol: parseProtocol(asText(port.protocol)), name: asText(port.name) }
      : undefined,
    bind,
    bindsPort: entry.captureMode === 'NONE' || bind.startsWith('unix://'),
    field,
  };
}

/** Entries that are not of the form `namespace/host` are left out, as istiod does. */
function readHost(text: string, field: Field): readonly ImportedHost[] {
  const [written = '', host, ...more] = text.split('/');
  if (host === undefined || more.length > 0) return [];
  const excluded = written.startsWith('~');
  const named = excluded ? written.slice(1) || '*' : written;
  return [{ namespace: named, host, excluded, field }];
}

function readIngress(entry: Loose, field: Field): IngressListener {
  const port = asRecord(entry.port);
  return {
    port: asNumber(port.number) ?? 0,
    protocol: parseProtocol(asText(port.protocol)),
    bindsPort: entry.captureMode === 'NONE',
    defaultEndpoint: asText(entry.defaultEndpoint) || undefined,
    field,
  };
}

/** A block without a mode blocks: protobuf's first value is REGISTRY_ONLY. */
function readPolicy(policy: Loose, field: Field): WrittenOutboundPolicy {
  const mode = asText(policy.mode);
  const proxy = asRecord(policy.egressProxy);
  return {
    mode: mode === 'ALLOW_ANY' || mode === 'ALLOW_ANY_DYNAMIC_DNS' ? mode : 'REGISTRY_ONLY',
    egressProxy: isSet(policy.egressProxy)
      ? { host: asText(proxy.host), subset: asText(proxy.subset), port: asNumber(asRecord(proxy.port).number) ?? 0 }
      : undefined,
    field,
  };
}
