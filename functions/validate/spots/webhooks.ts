import { perWorld } from '../per-world.ts';
import { at, list, rootOf, type Spot, text } from '../spot.ts';

/** One webhook of Istio's. */
export interface Webhook {
  readonly configuration: Spot;
  readonly webhook: Spot;
  readonly name: string;
}

const webhooksOf = (configuration: Spot): readonly Webhook[] =>
  list(configuration, 'webhooks').map((webhook) => ({ configuration, webhook, name: text(at(webhook, 'name')) }));

/** The configurations that inject proxies: their webhooks have names of Istio's, or look at revisions. */
export const injectors = perWorld((world): readonly Webhook[] =>
  world
    .ofKind('admissionregistration.k8s.io', 'MutatingWebhookConfiguration')
    .map((item) => webhooksOf(rootOf(item)))
    .filter((webhooks) => webhooks.some(({ name }) => name.endsWith('istio.io')))
    .flat(),
);

/** The webhooks by which API servers call istiod: the injector, and the validator. */
export const controlPlaneWebhooks = perWorld((world): readonly Webhook[] => [
  ...world
    .ofKind('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')
    .filter(({ id }) => id.name === 'istiod-default-validator' || id.name.startsWith('istio-validator'))
    .flatMap((item) => webhooksOf(rootOf(item))),
  ...world
    .ofKind('admissionregistration.k8s.io', 'MutatingWebhookConfiguration')
    .filter(({ id }) => id.name.startsWith('istio-sidecar-injector'))
    .flatMap((item) => webhooksOf(rootOf(item))),
]);
