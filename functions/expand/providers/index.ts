import type { ProviderName } from '../../intent/model.ts';
import { envoyGateway } from './envoy-gateway/envoy-gateway.ts';
import { gatewayApi } from './gateway-api/gateway-api.ts';
import { istio } from './istio/istio.ts';
import { istioGatewayApi } from './istio-gateway-api/istio-gateway-api.ts';
import { meshGateway } from './mesh-gateway/mesh-gateway.ts';
import type { Provider } from './provider.ts';

/** Every provider by the name that users write. */
export const providers: Readonly<Partial<Record<ProviderName, Provider>>> = {
  istio: { expand: istio },
  'istio-gateway-api': { expand: istioGatewayApi },
  'envoy-gateway': { expand: envoyGateway },
  'mesh-gateway': { expand: meshGateway },
  'gateway-api': { expand: gatewayApi },
};
