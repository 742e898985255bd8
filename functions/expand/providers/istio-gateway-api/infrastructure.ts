import type { Facts, Gateway } from '../../../intent/model.ts';
import { formatFields } from '../../../krm/format-object.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import { proxyConfig, proxyEnvironment } from '../../istio-api/proxy-config.ts';
import { unlessEmpty } from '../../made.ts';
import { proxyResources } from '../../proxy-resources.ts';
import { autoscaling, disruptionBudget, fixedReplicas } from '../../scaling.ts';
import { serviceFields } from '../../service-fields.ts';
import { targetPort } from '../../target-port.ts';

/** What the ConfigMap must know besides its gateway. */
export interface InfrastructureContext {
  readonly facts: Facts;
  readonly seesClients: boolean;
}

/**
 * What istiod lays over the objects that it makes for a Gateway; one for the class where the gateway says so:
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
 */
export function infrastructure(gateway: Gateway, className: string, { facts, seesClients }: InfrastructureContext): KubeObject {
  const scope = gateway.spec.class?.scope ?? 'Gateway';
  const metadata =
    scope === 'Gateway'
      ? { name: infrastructureName(gateway), namespace: gateway.namespace }
      : {
          name: `${className}-gateway-defaults`,
          namespace: facts.controlPlaneNamespace,
          labels: { 'gateway.istio.io/defaults-for-class': className },
        };
  const scaling = autoscaling(gateway.spec);
  const budget = disruptionBudget(gateway.spec);
  const overlays = {
    deployment: deployment(gateway),
    service: service(gateway, seesClients),
    horizontalPodAutoscaler: scaling && { spec: scaling },
    podDisruptionBudget: budget && { spec: budget },
  };
  const written = Object.entries(overlays).filter((entry): entry is [string, object] => entry[1] !== undefined);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: Object.fromEntries(written.map(([kind, overlay]) => [kind, formatFields(withoutAbsent(overlay) as Record<string, unknown>)])),
  };
}

/** Name of the ConfigMap of a gateway. */
export const infrastructureName = ({ name }: Gateway): string => `${name}-infrastructure`;

function deployment(gateway: Gateway): object {
  const { spec, workload } = gateway;
  const pod = spec.deployment?.pod ?? {};
  const env = proxyEnvironment(gateway);
  return {
    spec: {
      replicas: fixedReplicas(spec),
      template: {
        metadata: unlessEmpty({
          labels: unlessEmpty(pod.labels),
          annotations: unlessEmpty({ ...pod.annotations, ...proxyConfig(gateway) }),
        }),
        spec: {
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
          ...(spec.deployment?.kernel === 'Legacy' ? { securityContext: { sysctls: null } } : {}),
          containers: [
            { name: 'istio-proxy', resources: proxyResources(spec), env: env.length > 0 ? env : undefined, volumeMounts: pod.volumeMounts },
          ],
          volumes: pod.volumes,
        },
      },
    },
  };
}

/** Ports follow from the listeners; only what differs from them is written. */
function service(gateway: Gateway, seesClients: boolean): object {
  const { annotations, labels, ports = [] } = gateway.spec.service ?? {};
  const listened = new Set(gateway.servers.map(({ port }) => port));
  const moved = [...listened]
    .map((port) => ({ port, targetPort: targetPort(gateway, port) }))
    .filter(({ port, targetPort: inside }) => port !== inside);
  const written = ports.map((port) => ({
    ...moved.find((other) => other.port === port.port),
    ...(listened.has(port.port) ? {} : { name: `port-${port.port}` }),
    ...port,
  }));
  const all = [...moved.filter(({ port }) => !ports.some((other) => other.port === port)), ...written];
  return {
    metadata: unlessEmpty({ labels: unlessEmpty(labels), annotations: unlessEmpty(annotations) }),
    spec: { ...serviceFields(gateway, seesClients), ports: all.length > 0 ? all : undefined },
  };
}

/** Without fields that have no value, and maps that become empty by that. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, one]) => [key, withoutAbsent(one)] as const);
  const present = entries.filter(([, one]) => one !== undefined);
  return present.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(present);
}
