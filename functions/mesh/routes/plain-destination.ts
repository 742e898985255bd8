import type { HostName } from '../../hosts/host-name.ts';
import type { Field } from '../field.ts';
import type { Cluster } from '../registry/cluster.ts';
import type { RouteDestination } from './route.ts';

/** A destination that no rule writes: a service itself, or what a setting names. */
export function plainDestination(
  to: { readonly host: HostName; readonly port: number; readonly subset: string; readonly field: Field },
  cluster: (host: HostName, port: number, subset: string) => Cluster,
): RouteDestination {
  return {
    ...to,
    weight: 100,
    headers: undefined,
    hostRewrite: undefined,
    get cluster() {
      return cluster(to.host, to.port, to.subset);
    },
    destination: undefined,
  };
}
