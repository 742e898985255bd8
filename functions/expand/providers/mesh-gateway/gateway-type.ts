import type { Gateway } from '../../../intent/model.ts';

/** The operators know two types; what comes from other clusters comes in. */
export const gatewayType = ({ type }: Pick<Gateway, 'type'>): 'ingress' | 'egress' => (type === 'Egress' ? 'egress' : 'ingress');
