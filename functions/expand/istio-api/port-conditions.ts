import type { Gateway } from '../../intent/model.ts';
import type { Condition } from './access-conditions.ts';

/** How a provider's pods see a port of the Service. */
export type TargetPort = (gateway: Gateway, port: number) => number;

export const portConditions = (gateway: Gateway, ports: readonly number[], targetPort: TargetPort): Condition[] =>
  ports.length === 0
    ? []
    : [{ part: 'operation', field: 'ports', negated: false, values: ports.map((port) => `${targetPort(gateway, port)}`) }];
