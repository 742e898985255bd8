import type { Item } from '../../krm/item.ts';
import { below, type Field } from '../field.ts';
import { serviceHost } from '../hosts/qualify.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import { asList, asNumber, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { Destination, HeaderOperations } from '../routes/http-rule.ts';
import { readHeaderFilters } from './filters.ts';
import { allows, type Grants } from './grants.ts';

/** What backends are read with. */
export interface BackendParts {
  readonly objects: Inventory;
  readonly namespaces: Namespaces;
  readonly grants: Grants;
  readonly clusterDomain: string;
  /** The route. */
  readonly route: Item;
  readonly namespace: string;
  /** Routes of services within the mesh need no grants. */
  readonly needsGrants: boolean;
}

/** The destinations of a rule, or why istiod drops the whole route. */
export type Backends = { readonly destinations: readonly Destination[] } | { readonly broken: string };

/** Entries of `backendRefs`; those without weight are left out (`conversion.go` buildDestination). */
export function readBackends(refs: unknown, field: Field, parts: BackendParts): Backends {
  const entries = asList(refs)
    .map((entry, index) => ({ ref: asRecord(entry), at: below(field, 'backendRefs', index) }))
    .filter(({ ref }) => weightOf(ref) > 0);
  const read = entries.map(({ ref, at }) => ({ read: readBackend(ref, at, parts), ref, at }));
  const destinations: Destination[] = [];
  for (const { read: backend, ref, at } of read) {
    if (typeof backend === 'string') return { broken: backend };
    destinations.push({ ...backend, weight: weightOf(ref), headers: headersOf(ref, at) });
  }
  return { destinations };
}

export function weightSum(refs: unknown): number {
  return asList(refs)
    .map(asRecord)
    .reduce((sum, ref) => sum + weightOf(ref), 0);
}

function weightOf(ref: Loose): number {
  return isSet(ref.weight) ? (asNumber(ref.weight) ?? 1) : 1;
}

function headersOf(ref: Loose, field: Field): HeaderOperations | undefined {
  return readHeaderFilters(asList(ref.filters).map(asRecord), below(field, 'filters'));
}

/** One backend; a text where it makes the whole route void. One that may not be used, or is of a kind that nobody knows, has no host. */
export function readBackend(ref: Loose, field: Field, parts: BackendParts): Destination | string {
  const namespace = asText(ref.namespace) || parts.namespace;
  const name = asText(ref.name);
  const kind = asText(ref.kind) || 'Service';
  const apiGroup = asText(ref.group);
  const destination = (host: string): Destination => ({
    host,
    subset: '',
    port: asNumber(ref.port) ?? 0,
    weight: 0,
    headers: undefined,
    field,
  });
  const to = { group: apiGroup, kind, namespace, name };
  if (
    namespace !== parts.namespace &&
    parts.needsGrants &&
    !allows(parts.grants, { kind: parts.route.id.kind, namespace: parts.namespace }, to)
  )
    return destination('');
  if (kind === 'Backend' && apiGroup === 'gateway.envoyproxy.io') return outsideBackend(parts.objects, namespace, name, destination(''));
  if (kind === 'Hostname' && apiGroup === 'networking.istio.io') return needsPort(ref, destination(name));
  if ((kind === 'Service' && apiGroup === '') || kind === 'ServiceImport') {
    if (name.includes('.')) return `"${name}" must be the name of a Service, not a host name`;
    return needsPort(ref, destination(serviceHost(name, namespace, parts.clusterDomain)));
  }
  return destination('');
}

function needsPort(ref: Loose, destination: Destination): Destination | string {
  return isSet(ref.port) ? destination : 'a backend has no port';
}

/** A Backend of Envoy Gateway: the first of its endpoints. */
function outsideBackend(objects: Inventory, namespace: string, name: string, bare: Destination): Destination {
  const item = objects.find('gateway.envoyproxy.io', 'Backend', namespace, name);
  const [endpoint] = asList(asRecord(item?.object.spec).endpoints).map(asRecord);
  const address = asRecord(endpoint?.fqdn ?? endpoint?.ip);
  return { ...bare, host: asText(address.hostname) || asText(address.address), port: asNumber(address.port) ?? 0 };
}
