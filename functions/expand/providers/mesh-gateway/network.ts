import type { Facts, Gateway } from '../../../intent/model.ts';

/** The network that an east-west gateway belongs to: other clusters find the gateway by it. */
export const networkLabels = ({ type }: Gateway, { network }: Facts): Record<string, string> =>
  type === 'EastWest' && network !== undefined ? { 'topology.istio.io/network': network } : {};
