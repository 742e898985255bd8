import { isAddress } from '../../hosts/host-name.ts';
import type { Item } from '../../krm/item.ts';
import { ageOf } from '../age.ts';
import { below, type Field } from '../field.ts';
import type { Labels } from '../inventory/labels.ts';
import { parseProtocol } from '../inventory/protocol.ts';
import { asLabels, asList, asNumber, asRecord, asText, asTexts, isSet } from '../loose.ts';
import { exportTo } from './export-to.ts';
import type { Resolution, Service, ServicePort } from './service.ts';

/** One endpoint as a ServiceEntry or WorkloadEntry writes it. */
export interface ServiceEntryEndpoint {
  readonly address: string;
  /** Port by name of the service port. */
  readonly ports: Readonly<Record<string, number>>;
  readonly labels: Labels;
  readonly serviceAccount: string;
  readonly weight: number | undefined;
  readonly field: Field;
}

const resolutions = new Set<Resolution>(['STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'NONE', 'DYNAMIC_DNS']);

/** The registry's services of one ServiceEntry: one for every host and address. */
export function servicesOfEntry(item: Item, namespace: string, defaultExportTo: readonly string[]): readonly Service[] {
  const spec = asRecord(item.object.spec);
  const written = asText(spec.resolution) as Resolution;
  const addresses = asTexts(spec.addresses)
    .map(addressOf)
    .filter((address) => address !== undefined);
  const shared = {
    namespace,
    registry: 'external' as const,
    ports: asList(spec.ports).map((port, index) => entryPort(port, { item, path: ['spec', 'ports', index] })),
    resolution: resolutions.has(written) ? written : 'NONE',
    meshExternal: asText(spec.location) !== 'MESH_INTERNAL',
    exportTo: exportTo(asTexts(spec.exportTo), defaultExportTo, namespace),
    selector: isSet(spec.workloadSelector) ? asLabels(asRecord(spec.workloadSelector).labels) : undefined,
    labels: asLabels(item.object.metadata.labels),
    kubeService: undefined,
    endpoints: asList(spec.endpoints).map((endpoint, index) => entryEndpoint(endpoint, { item, path: ['spec', 'endpoints', index] })),
    subjectAltNames: asTexts(spec.subjectAltNames),
    externalName: undefined,
  };
  return asTexts(spec.hosts).flatMap((host, index) =>
    (addresses.length > 0 ? addresses : ['0.0.0.0']).map((address) => ({
      ...shared,
      host,
      address,
      autoAddress: allocates(item) ? (allocated(item, host) ?? `auto:${namespace}/${item.id.name}/${host}`) : undefined,
      field: { item, path: ['spec', 'hosts', index] },
      age: { ...ageOf(item, namespace), name: host },
    })),
  );
}

/** Whether istiod gives it addresses of its own (`networking/serviceentry`). */
function allocates(item: Item): boolean {
  const { resolution, addresses } = asRecord(item.object.spec);
  const label = item.object.metadata.labels?.['networking.istio.io/enable-autoallocate-ip'];
  return isSet(resolution) && resolution !== 'NONE' && asList(addresses).length === 0 && asText(label).toLowerCase() !== 'false';
}

function allocated(item: Item, host: string): string | undefined {
  const entry = asList(asRecord(item.object.status).addresses)
    .map(asRecord)
    .find((address) => address.host === host);
  return entry && (asText(entry.value) || undefined);
}

/** Addresses and ranges; a range of one address is that address. */
function addressOf(text: string): string | undefined {
  const [address = '', bits] = text.split('/');
  if (!isAddress(address)) return undefined;
  return bits === undefined || bits === (address.includes(':') ? '128' : '32') ? address : text;
}

function entryPort(value: unknown, field: Field): ServicePort {
  const port = asRecord(value);
  const number = asNumber(port.number) ?? 0;
  return {
    name: asText(port.name),
    port: number,
    protocol: parseProtocol(asText(port.protocol)),
    targetPort: asNumber(port.targetPort) || number,
    field,
  };
}

/** An entry of `endpoints`, or the spec of a WorkloadEntry. */
export function entryEndpoint(value: unknown, field: Field): ServiceEntryEndpoint {
  const endpoint = asRecord(value);
  const ports = Object.entries(asRecord(endpoint.ports)).map(([name, port]) => [name, asNumber(port) ?? 0] as const);
  return {
    address: asText(endpoint.address),
    ports: Object.fromEntries(ports),
    labels: asLabels(endpoint.labels),
    serviceAccount: asText(endpoint.serviceAccount),
    weight: asNumber(endpoint.weight),
    field,
  };
}

/** The endpoint of a WorkloadEntry object: its own labels count as labels of the endpoint. */
export function endpointOfWorkloadEntry(item: Item): ServiceEntryEndpoint {
  const field = { item, path: ['spec'] };
  const endpoint = entryEndpoint(item.object.spec, field);
  return { ...endpoint, labels: { ...endpoint.labels, ...asLabels(item.object.metadata.labels) }, field: below(field, 'address') };
}
