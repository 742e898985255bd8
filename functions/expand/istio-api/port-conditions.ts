import type { Gateway } from '../../intent/model.ts';
import type { Condition } from './access-conditions.ts';
import type { PodPorts } from './pod-ports.ts';

/** Ports of a gateway's Service, as its pods know them. */
export const portConditions = (gateway: Gateway, ports: readonly number[], podPorts: PodPorts): Condition[] =>
  ports.length === 0
    ? []
    : [
        {
          part: 'operation',
          field: 'ports',
          negated: false,
          values: [...new Set(ports.flatMap((port) => podPorts(gateway, port)))].map(String),
        },
      ];
