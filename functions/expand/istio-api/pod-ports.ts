import type { Gateway } from '../../intent/model.ts';
import type { ProviderContext } from '../providers/provider.ts';
import { targetPort } from '../target-port.ts';

/** The ports inside the gateway's pods on which requests to a port of its Service may arrive. */
export type PodPorts = (gateway: Gateway, port: number) => readonly number[];

/**
 * What policies call the ports of a gateway: proxies know those of the pod. Of pods that belong to somebody else the Service tells, where it is in the package;
 * otherwise the two usual ways are named, as they are and 8000 above, as `istioctl install` makes its own gateways.
 */
export const podPorts =
  (existing: ProviderContext['existing']): PodPorts =>
  (gateway, port) => {
    const { management, workload } = gateway;
    if (management !== 'Config') return [targetPort(gateway, port)];
    const spec = existing('Service', workload.namespace, workload.service)?.spec as { ports?: readonly ServicePort[] } | undefined;
    const behind = spec?.ports?.find((other) => other.port === port)?.targetPort;
    if (typeof behind === 'number') return [behind];
    return port < 1024 ? [port, port + 8000] : [port];
  };

interface ServicePort {
  readonly port?: number;
  readonly targetPort?: number | string;
}
