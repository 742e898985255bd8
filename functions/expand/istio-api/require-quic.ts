import type { Gateway } from '../../intent/model.ts';
import type { Stage } from '../stage.ts';

/** HTTP/3 is something that istiod must be told to offer: https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars */
export function requireQUIC({ spec, origin, management }: Gateway, stage: Stage): void {
  if (management === 'External' || spec.client?.http3 !== 'Enabled') return;
  stage.require({
    reason: 'istiod must offer HTTP/3 at gateways',
    kind: { target: 'istioValues' },
    patch: { pilot: { env: { PILOT_ENABLE_QUIC_LISTENERS: 'true' } } },
    origin: { item: origin.item, path: [...origin.path, 'client', 'http3'] },
  });
}
