import type { Facts, Gateway } from '../../intent/model.ts';

/**
 * The network that an east-west gateway stands for. istiod reads it from the pods, and from the Service, whose address it then gives to the proxies of other
 * networks: pilot/pkg/serviceregistry/kube/controller/network.go of istio/istio.
 */
export const networkLabels = ({ type }: Gateway, { network }: Facts): Record<string, string> =>
  type === 'EastWest' && network !== undefined ? { 'topology.istio.io/network': network } : {};
