import type { Backend } from '../intent/model.ts';
import { servicesOf } from '../intent/resolve/backends.ts';
import type { Item } from '../krm/item.ts';
import type { ServiceProtocols } from './istio-api/destination-rules.ts';

interface ServicePort {
  readonly port?: number;
  readonly name?: string;
  readonly appProtocol?: string;
}

/** What the Services of the package say about their ports, as Istio reads it: `appProtocol`, then the name up to the first `-`. */
export function serviceProtocols(items: readonly Item[]): ServiceProtocols {
  const services = servicesOf(items);
  return ({ kind, namespace, name, port }: Backend) => {
    const service = kind === 'service' ? services.get(`${namespace}/${name}`) : undefined;
    const found = ((service?.object.spec as { ports?: ServicePort[] } | undefined)?.ports ?? []).find(
      (candidate) => candidate.port === port,
    );
    if (found === undefined) return undefined;
    const said = (found.appProtocol ?? found.name?.split('-')[0] ?? '').toLowerCase().replace('kubernetes.io/', '');
    if (['grpc', 'http2', 'h2c', 'grpc-web'].includes(said)) return 'http2';
    return said === 'http' || said === '' ? 'http' : 'other';
  };
}
