import type { KubeObject } from '../../../functions/krm/kube-object.ts';

interface MeshGatewaySpec {
  readonly type: string;
  readonly serviceType: string;
  readonly ports: readonly object[];
  readonly runAsRoot?: boolean;
}

/**
 * What the operator of Banzai Cloud makes of a MeshGateway, as far as requests can tell: identity, pods and Service. Its pods may not bind ports below 1024
 * unless they run as root: pkg/resources/gateways of banzaicloud/istio-operator, release-1.10.
 */
export function operatorObjects(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter(({ kind }) => kind === 'MeshGateway').flatMap(ofGateway);
}

function ofGateway({ metadata, spec }: KubeObject): KubeObject[] {
  const { name, namespace } = metadata;
  const { type, serviceType, ports, runAsRoot } = spec as unknown as MeshGatewaySpec;
  const labels = { 'gateway-name': name, 'gateway-type': type };
  const account = `${name}-service-account`;
  const template = {
    metadata: { labels: { ...labels, 'sidecar.istio.io/inject': 'true' }, annotations: { 'inject.istio.io/templates': 'gateway' } },
    spec: {
      serviceAccountName: account,
      containers: [{ name: 'istio-proxy', image: 'auto', env: runAsRoot ? [] : [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }] }],
    },
  };
  const role = {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'Role',
    name,
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name, namespace },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: role,
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { selector: { matchLabels: labels }, template } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { type: serviceType, selector: labels, ports } },
  ] as KubeObject[];
}
