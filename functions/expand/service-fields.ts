import type { GatewayService } from '../intent/generated/gateway-intent.ts';
import type { Gateway } from '../intent/model.ts';

type Fields = Omit<GatewayService, 'annotations' | 'labels' | 'ports'>;

/** The spec of a gateway's Service without its ports. `seesClients`: rules compare the addresses of clients. */
export function serviceFields({ spec, type }: Gateway, seesClients: boolean): Fields {
  const { annotations: _, labels: __, ports: ___, type: written, ...fields } = spec.service ?? {};
  const kind = written ?? (type === 'Egress' || spec.openshiftRoute !== undefined ? 'ClusterIP' : 'LoadBalancer');
  return { type: kind, ...(seesClients && kind !== 'ClusterIP' ? { externalTrafficPolicy: 'Local' } : {}), ...fields };
}
