import type { Model } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { Item } from '../../../krm/item.ts';
import type { Made } from '../../made.ts';
import type { Stage } from '../../stage.ts';

/** Backends are read where the controller's configuration says so only. */
export function reportExtension(made: readonly Made[], items: readonly Item[], { facts }: Model, stage: Stage): void {
  const first = made.find(({ object }) => object.kind === 'Backend');
  const enabled = items.some(
    ({ id, text }) => id.kind === 'ConfigMap' && id.name === 'envoy-gateway-config' && /enableBackend:\s*true/.test(text ?? ''),
  );
  if (first === undefined || enabled) return;
  stage.report(
    findingAt('GI0507', first.origin.item, first.origin.path, {
      message: `Backend "${first.object.metadata.namespace}/${first.object.metadata.name}" needs \`extensionApis.enableBackend: true\` in ConfigMap "${facts.envoyGateway.namespace}/envoy-gateway-config"`,
    }),
  );
}
