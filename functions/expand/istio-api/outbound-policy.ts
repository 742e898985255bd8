import type { Model } from '../../intent/model.ts';
import type { Stage } from '../stage.ts';

/** What sidecars do with outside hosts that nobody declared is a setting of the mesh, which no intent owns. */
export function outboundPolicy({ intents }: Model, stage: Stage): void {
  for (const intent of intents) {
    const mode = intent.spec.policies?.outboundTrafficPolicy;
    if (mode === undefined) continue;
    stage.require({
      reason: `outside hosts that nobody declared must be ${mode === 'REGISTRY_ONLY' ? 'refused' : 'let through'} in the whole mesh`,
      kind: { target: 'meshConfig' },
      patch: { outboundTrafficPolicy: { mode } },
      origin: { item: intent.item, path: ['spec', 'policies', 'outboundTrafficPolicy'] },
    });
  }
}
