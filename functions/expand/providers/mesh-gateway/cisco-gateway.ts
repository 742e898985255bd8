import type { Gateway } from '../../../intent/model.ts';
import { replicaNumbers } from '../../../intent/resolve/replicas.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import { networkLabels } from '../../istio-api/network-labels.ts';
import { proxyConfig, proxyEnvironment } from '../../istio-api/proxy-config.ts';
import { unlessEmpty } from '../../made.ts';
import { disruptionBudget } from '../../scaling.ts';
import { serviceFields } from '../../service-fields.ts';
import { servicePorts } from '../../service-ports.ts';
import type { GatewayContext } from './gateway-context.ts';
import { gatewayType } from './gateway-type.ts';
import { holdsBudget } from './own-budget.ts';
import { variableForm, volumeForm } from './proto-form.ts';

/** The IstioMeshGateway of Cisco's operator: https://github.com/banzaicloud/istio-operator, v2. Its defaults are left out. */
export function ciscoGateway(gateway: Gateway, context: GatewayContext): KubeObject {
  const { name, namespace, spec } = gateway;
  return {
    apiVersion: 'servicemesh.cisco.com/v1alpha1',
    kind: 'IstioMeshGateway',
    metadata: { name, namespace },
    spec: {
      type: gatewayType(gateway),
      istioControlPlane: context.facts.controlPlane,
      deployment: unlessEmpty(deployment(gateway, context)),
      service: service(gateway, context),
      runAsRoot: spec.deployment?.portMode === 'Privileged' ? true : undefined,
    },
  };
}

function deployment(gateway: Gateway, { facts }: GatewayContext): object {
  const pod = gateway.spec.deployment?.pod ?? {};
  const network =
    gateway.type === 'EastWest' && facts.network !== undefined ? [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: facts.network }] : [];
  const env = [...network, ...proxyEnvironment(gateway)];
  const metadata = {
    labels: unlessEmpty({ ...pod.labels, ...networkLabels(gateway, facts) }),
    annotations: unlessEmpty({ ...pod.annotations, ...proxyConfig(gateway) }),
  };
  return {
    replicas: replicas(gateway),
    podDisruptionBudget: holdsBudget(gateway, facts) ? disruptionBudget(gateway.spec) : undefined,
    podMetadata: (metadata.labels ?? metadata.annotations) ? metadata : undefined,
    env: env.length > 0 ? env.map(variableForm) : undefined,
    resources: pod.resources,
    nodeSelector: unlessEmpty(pod.nodeSelector),
    affinity: pod.affinity,
    tolerations: pod.tolerations,
    topologySpreadConstraints: pod.topologySpreadConstraints?.map((constraint) => ({
      ...constraint,
      labelSelector: constraint.labelSelector ?? { matchLabels: gateway.workload.selector },
    })),
    priorityClassName: pod.priorityClassName,
    imagePullSecrets: pod.imagePullSecrets,
    volumes: pod.volumes?.map(volumeForm),
    volumeMounts: pod.volumeMounts,
  };
}

/** The operator makes an autoscaler where there is room for one. */
function replicas({ spec }: Gateway): object {
  const { min, max } = replicaNumbers(spec);
  if (min === max) return { count: min };
  return { min, max, targetCPUUtilizationPercentage: spec.deployment?.replicas?.targetCPUUtilization ?? 80 };
}

function service(gateway: Gateway, { seesClients }: GatewayContext): object {
  const { type, externalTrafficPolicy, loadBalancerIP, loadBalancerSourceRanges } = serviceFields(gateway, seesClients);
  const annotations = unlessEmpty(gateway.spec.service?.annotations);
  return {
    type,
    metadata: annotations && { annotations },
    ports: servicePorts(gateway).map(({ appProtocol: _, ...port }) => port),
    externalTrafficPolicy,
    loadBalancerIP,
    loadBalancerSourceRanges,
  };
}
