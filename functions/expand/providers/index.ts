import type { Gateway, Model, ProviderName } from '../../intent/model.ts';
import type { Made } from '../made.ts';
import { istio } from './istio/istio.ts';

/** What implements gateways. */
export interface Provider {
  expand(model: Model, gateways: readonly Gateway[]): Made[];
}

/** Every provider by the name that users write. */
export const providers: Readonly<Partial<Record<ProviderName, Provider>>> = {
  istio: { expand: istio },
};
