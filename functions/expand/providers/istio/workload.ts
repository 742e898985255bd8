import type { Facts, Gateway } from '../../../intent/model.ts';
import type { KubeObject, Metadata } from '../../../krm/kube-object.ts';
import { networkLabels } from '../../istio-api/network-labels.ts';
import { unlessEmpty } from '../../made.ts';
import { autoscaling, disruptionBudget, fixedReplicas } from '../../scaling.ts';
import { serviceFields } from '../../service-fields.ts';
import { servicePorts } from '../../service-ports.ts';
import { podTemplate } from './pod-template.ts';

/** What a workload must know besides its gateway. */
export interface WorkloadContext {
  readonly facts: Facts;
  /** Rules compare the addresses of clients, which a Service hides unless it is told not to. */
  readonly seesClients: boolean;
}

/** The objects that run a gateway: pods by gateway injection, their identity, and what scales and keeps them. */
export function workload(gateway: Gateway, context: WorkloadContext): KubeObject[] {
  const builders = [serviceAccount, role, roleBinding, deployment, service, horizontalPodAutoscaler, podDisruptionBudget];
  return builders.map((build) => build(gateway, context)).filter((object) => object !== undefined);
}

const named = ({ name, namespace }: Gateway): Metadata => ({ name, namespace });

const accountOf = (gateway: Gateway): string => gateway.workload.serviceAccountName as string;

function serviceAccount(gateway: Gateway): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: accountOf(gateway), namespace: gateway.namespace } };
}

/**
 * Lets the gateway's identity read certificates. istiod asks whether the account may list Secrets without naming one, so this cannot be narrowed by name:
 * pilot/pkg/credentials/kube/secrets.go of istio/istio.
 */
function role(gateway: Gateway): KubeObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: `${gateway.name}-secret-reader`, namespace: gateway.namespace },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
  };
}

function roleBinding(gateway: Gateway): KubeObject {
  const { name, namespace } = gateway;
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `${name}-secret-reader`, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `${name}-secret-reader` },
    subjects: [{ kind: 'ServiceAccount', name: accountOf(gateway), namespace }],
  };
}

function deployment(gateway: Gateway, { facts }: WorkloadContext): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: named(gateway),
    spec: {
      replicas: fixedReplicas(gateway.spec),
      selector: { matchLabels: gateway.workload.selector },
      template: podTemplate(gateway, facts),
    },
  };
}

function service(gateway: Gateway, { facts, seesClients }: WorkloadContext): KubeObject {
  const { annotations, labels: written } = gateway.spec.service ?? {};
  const labels = { ...written, ...networkLabels(gateway, facts) };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...named(gateway), labels: unlessEmpty(labels), annotations: unlessEmpty(annotations) },
    spec: { ...serviceFields(gateway, seesClients), selector: gateway.workload.selector, ports: servicePorts(gateway) },
  };
}

function horizontalPodAutoscaler(gateway: Gateway): KubeObject | undefined {
  const scaling = autoscaling(gateway.spec);
  if (scaling === undefined) return undefined;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: named(gateway),
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: gateway.name }, ...scaling },
  };
}

function podDisruptionBudget(gateway: Gateway): KubeObject | undefined {
  const budget = disruptionBudget(gateway.spec);
  if (budget === undefined) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: named(gateway),
    spec: { ...budget, selector: { matchLabels: gateway.workload.selector } },
  };
}
