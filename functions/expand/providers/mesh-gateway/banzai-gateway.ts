import type { Gateway } from '../../../intent/model.ts';
import { replicaNumbers } from '../../../intent/resolve/replicas.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import { networkLabels } from '../../istio-api/network-labels.ts';
import { proxyEnvironment } from '../../istio-api/proxy-config.ts';
import { unlessEmpty } from '../../made.ts';
import { serviceFields } from '../../service-fields.ts';
import { servicePorts } from '../../service-ports.ts';
import type { GatewayContext } from './gateway-context.ts';
import { gatewayType } from './gateway-type.ts';

/** The MeshGateway of Banzai Cloud's operator: https://github.com/banzaicloud/istio-operator, release-1.10. Its defaults are left out. */
export function banzaiGateway(gateway: Gateway, { facts, seesClients }: GatewayContext): KubeObject {
  const { name, namespace, spec } = gateway;
  const pod = spec.deployment?.pod ?? {};
  const { min, max } = replicaNumbers(spec);
  const { type, loadBalancerIP, externalTrafficPolicy } = serviceFields(gateway, seesClients);
  const env = proxyEnvironment(gateway);
  return {
    apiVersion: 'istio.banzaicloud.io/v1beta1',
    kind: 'MeshGateway',
    metadata: { name, namespace },
    spec: {
      type: gatewayType(gateway),
      minReplicas: min,
      maxReplicas: max,
      replicaCount: min,
      serviceType: type,
      loadBalancerIP,
      serviceExternalTrafficPolicy: externalTrafficPolicy,
      serviceAnnotations: unlessEmpty(spec.service?.annotations),
      serviceLabels: unlessEmpty(spec.service?.labels),
      ports: ports(gateway),
      labels: unlessEmpty({ ...pod.labels, ...networkLabels(gateway, facts) }),
      requestedNetworkView: gateway.type === 'EastWest' ? facts.network : undefined,
      resources: pod.resources,
      nodeSelector: unlessEmpty(pod.nodeSelector),
      affinity: pod.affinity,
      tolerations: pod.tolerations,
      additionalEnvVars: env.length > 0 ? env : undefined,
      runAsRoot: spec.deployment?.portMode === 'Privileged' ? true : undefined,
    },
  };
}

/** The operator adds the port for readiness itself, and forgets `appProtocol`. */
function ports(gateway: Gateway): object[] {
  return servicePorts(gateway)
    .filter(({ port }) => port !== 15021)
    .map(({ appProtocol: _, ...port }) => port);
}
