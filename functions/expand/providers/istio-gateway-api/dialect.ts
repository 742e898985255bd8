import type { ServerTLS } from '../../../intent/model.ts';
import { serviceReference } from '../../gateway-api/backend-refs.ts';
import type { BackendUse, Dialect } from '../../gateway-api/dialect.ts';
import { istioOrder } from '../../gateway-api/match-order.ts';
import { routeName } from '../../istio-api/route-name.ts';

/** How Istio's class speaks the Gateway API: pilot/pkg/config/kube/gateway/conversion.go of istio/istio. */
export const dialect: Dialect = {
  className: ({ spec }) => spec.class?.name ?? 'istio',
  order: istioOrder,
  tlsOptions,
  timeout: ({ timeout }) => timeout,
  reference,
  ownHost: 'header',
  hiddenHeaders: () => [],
  ruleNames: () => routeName,
  filters: () => [],
};

/** Outside names are known to the mesh by a ServiceEntry. */
function reference(use: BackendUse) {
  const { backend } = use;
  if (backend.kind === 'service') return serviceReference(use);
  return { group: 'networking.istio.io', kind: 'Hostname', name: backend.host, port: backend.servicePort };
}

const terminateMode = 'gateway.istio.io/tls-terminate-mode';

function tlsOptions({ mode, clientValidation, cipherSuites }: ServerTLS): Record<string, string> | undefined {
  const options = {
    ...(mode === 'Mesh' ? { [terminateMode]: 'ISTIO_MUTUAL' } : {}),
    ...(mode === 'Terminate' && clientValidation !== undefined
      ? { [terminateMode]: clientValidation.mode === 'Optional' ? 'OPTIONAL_MUTUAL' : 'MUTUAL' }
      : {}),
    ...(cipherSuites === undefined ? {} : { 'gateway.istio.io/tls-cipher-suites': cipherSuites.join(',') }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}
