import type { Facts, Gateway } from '../../../intent/model.ts';
import { networkLabels } from '../../istio-api/network-labels.ts';
import { proxyConfig, proxyEnvironment } from '../../istio-api/proxy-config.ts';
import { unlessEmpty } from '../../made.ts';
import { proxyResources } from '../../proxy-resources.ts';
import { servicePorts } from '../../service-ports.ts';

/** Name of the injection template that takes the sysctl away again which Istio's own gateway template adds. */
export const legacyTemplate = 'gateway-legacy-kernel';

/** The pod of a gateway; Istio's injection adds the proxy to the container `istio-proxy`. */
export function podTemplate(gateway: Gateway, facts: Facts): object {
  const { spec, workload } = gateway;
  const pod = spec.deployment?.pod ?? {};
  const templates = spec.deployment?.kernel === 'Legacy' ? `gateway,${legacyTemplate}` : 'gateway';
  const injection = facts.revision === undefined ? { 'sidecar.istio.io/inject': 'true' } : { 'istio.io/rev': facts.revision };
  return {
    metadata: {
      labels: { ...pod.labels, ...workload.selector, ...injection, ...networkLabels(gateway, facts) },
      annotations: { ...pod.annotations, 'inject.istio.io/templates': templates, ...proxyConfig(gateway) },
    },
    spec: {
      serviceAccountName: workload.serviceAccountName,
      nodeSelector: unlessEmpty(pod.nodeSelector),
      tolerations: pod.tolerations,
      affinity: pod.affinity,
      topologySpreadConstraints: pod.topologySpreadConstraints?.map((constraint) => ({
        ...constraint,
        labelSelector: constraint.labelSelector ?? { matchLabels: workload.selector },
      })),
      priorityClassName: pod.priorityClassName,
      imagePullSecrets: pod.imagePullSecrets,
      terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
      containers: [container(gateway, facts)],
      volumes: pod.volumes,
    },
  };
}

function container(gateway: Gateway, facts: Facts): object {
  const pod = gateway.spec.deployment?.pod ?? {};
  const network =
    gateway.type === 'EastWest' && facts.network !== undefined ? [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: facts.network }] : [];
  const env = [...network, ...proxyEnvironment(gateway)];
  return {
    name: 'istio-proxy',
    image: 'auto',
    securityContext: {
      capabilities: { drop: ['ALL'] },
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ports: containerPorts(gateway),
    env: env.length > 0 ? env : undefined,
    resources: proxyResources(gateway.spec),
    volumeMounts: pod.volumeMounts,
  };
}

/** Every port that the Service names, and the one that metrics are read from. */
function containerPorts(gateway: Gateway): object[] {
  const ports = servicePorts(gateway).filter(({ name }) => name !== 'status-port');
  const unique = [...new Map(ports.map((port) => [`${port.targetPort}/${port.protocol}`, port])).values()];
  return [
    { name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' },
    ...unique.map(({ name, targetPort: containerPort, protocol }) => ({ name, containerPort, protocol })),
  ];
}
