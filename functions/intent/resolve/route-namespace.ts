import type { Exposure, Gateway } from '../model.ts';

/** Routes of a host that come from several namespaces are kept together, beside the gateway. */
export function routeNamespace(exposures: readonly Exposure[], gateway: Gateway | undefined): string {
  const [first, ...others] = exposures as readonly [Exposure, ...Exposure[]];
  return gateway === undefined || others.every(({ namespace }) => namespace === first.namespace) ? first.namespace : gateway.namespace;
}
