import type { Gateway } from '../../../intent/model.ts';
import type { Stage } from '../../stage.ts';
import { legacyTemplate } from './pod-template.ts';

/**
 * Takes away the sysctl that Istio's gateway template adds, which kernels before 4.11 do not have. The template's list stands instead of one that a pod brings, so
 * only another template, applied after it, can remove it; one that is not registered makes the webhook refuse the pod.
 */
const template = 'spec:\n  securityContext:\n    sysctls: null\n';

/** Gateways for old kernels name a template that the mesh must know. */
export function legacyKernel(gateways: readonly Gateway[], { require }: Stage): void {
  for (const { key, spec, management, origin } of gateways) {
    if (management !== 'Full' || spec.deployment?.kernel !== 'Legacy') continue;
    require({
      reason: `the pods of gateway "${key}" are refused without the injection template "${legacyTemplate}"`,
      kind: { target: 'istioValues' },
      patch: { sidecarInjectorWebhook: { templates: { [legacyTemplate]: template } } },
      origin: { item: origin.item, path: [...origin.path, 'deployment', 'kernel'] },
    });
  }
}
