import type { Facts } from '../../../intent/model.ts';

/** What a gateway's object must know besides the gateway. */
export interface GatewayContext {
  readonly facts: Facts;
  /** Rules compare the addresses of clients, which a Service hides unless it is told not to. */
  readonly seesClients: boolean;
}
