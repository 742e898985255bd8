import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { asList, asNumber, asRecord, asText, asTexts } from '../loose.ts';
import type { Endpoint } from './endpoint.ts';
import type { Service, ServicePort } from './service.ts';

/** Endpoints that the files write out for a Service without a selector. */
export function writtenEndpoints(objects: Inventory, service: Service, port: ServicePort): readonly Endpoint[] {
  const name = service.kubeService?.name ?? '';
  const slices = objects
    .inNamespace('discovery.k8s.io', 'EndpointSlice', service.namespace)
    .filter((item) => item.object.metadata.labels?.['kubernetes.io/service-name'] === name)
    .map((item) => addressesOfSlice(item, port.name));
  const old = objects.find('', 'Endpoints', service.namespace, name);
  const found = slices.length > 0 ? slices.flat() : old ? addressesOfEndpoints(old, port.name) : [];
  return found.map(({ address, port: number, field }) => ({
    workload: undefined,
    address,
    port: number,
    labels: {},
    namespace: service.namespace,
    takesMtls: false,
    serviceAccount: undefined,
    field,
  }));
}

interface WrittenAddress {
  readonly address: string;
  readonly port: number;
  readonly field: Field;
}

function addressesOfSlice(item: Item, portName: string): readonly WrittenAddress[] {
  const port = portNamed(item.object.ports, portName);
  if (port === undefined) return [];
  return asList(item.object.endpoints).flatMap((endpoint, index) =>
    asTexts(asRecord(endpoint).addresses).map((address) => ({ address, port, field: { item, path: ['endpoints', index] } })),
  );
}

function addressesOfEndpoints(item: Item, portName: string): readonly WrittenAddress[] {
  return asList(item.object.subsets).flatMap((subset, index) => {
    const port = portNamed(asRecord(subset).ports, portName);
    if (port === undefined) return [];
    return asList(asRecord(subset).addresses).map((address, at) => ({
      address: asText(asRecord(address).ip),
      port,
      field: { item, path: ['subsets', index, 'addresses', at] },
    }));
  });
}

function portNamed(ports: unknown, name: string): number | undefined {
  const port = asList(ports)
    .map(asRecord)
    .find((entry) => asText(entry.name) === name);
  return port && asNumber(port.port);
}
