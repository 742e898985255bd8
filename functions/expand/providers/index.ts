import type { ProviderName } from '../../intent/model.ts';
import { istio } from './istio/istio.ts';
import type { Provider } from './provider.ts';

/** Every provider by the name that users write. */
export const providers: Readonly<Partial<Record<ProviderName, Provider>>> = {
  istio: { expand: istio },
};
