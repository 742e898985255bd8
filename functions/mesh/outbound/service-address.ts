import { isAddress } from '../../hosts/host-name.ts';
import type { Endpoint } from '../registry/endpoint.ts';
import type { Service } from '../registry/service.ts';

/** All addresses of a pod. */
export const anyAddress = '0.0.0.0';

/** Where sidecars listen for a service: its address; with DNS capture, one that istiod allocates where it has none. */
export function addressOfService(service: Service, dnsCapture: boolean): string {
  return service.address === anyAddress && dnsCapture && service.autoAddress !== undefined ? service.autoAddress : service.address;
}

export function isRange(address: string): boolean {
  return address.includes('/') && isAddress(address.slice(0, address.indexOf('/')));
}

/** The address of an endpoint; pods of the files have none yet, so they are named. */
export function addressOfEndpoint({ workload, address }: Endpoint): string {
  return address ?? `pod:${workload?.key ?? ''}`;
}
