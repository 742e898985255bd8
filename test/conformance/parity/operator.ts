import type { KubeObject } from '../../../functions/krm/kube-object.ts';

/** What the two kinds say about their pods and their Service. */
interface Wanted {
  readonly type: string;
  readonly serviceType: string;
  readonly ports: readonly object[];
  readonly runAsRoot: boolean;
  readonly annotations: Readonly<Record<string, string>>;
}

interface MeshGatewaySpec {
  readonly type: string;
  readonly serviceType: string;
  readonly ports: readonly object[];
  readonly runAsRoot?: boolean;
}

interface IstioMeshGatewaySpec {
  readonly type: string;
  readonly service: { readonly type: string; readonly ports: readonly object[] };
  readonly deployment?: { readonly podMetadata?: { readonly annotations?: Readonly<Record<string, string>> } };
  readonly runAsRoot?: boolean;
}

/**
 * What the operators of Banzai Cloud and Cisco make of their resources, as far as requests can tell: identity, pods and Service. The pods may not bind ports
 * below 1024 unless they run as root: pkg/resources/gateways (1.10), internal/assets/manifests/istio-meshgateway (2.x) of banzaicloud/istio-operator.
 */
export function operatorObjects(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.flatMap((object) => {
    const wanted = wishes(object);
    return wanted === undefined ? [] : made(object.metadata.name, object.metadata.namespace ?? 'default', wanted);
  });
}

function wishes({ kind, spec }: KubeObject): Wanted | undefined {
  if (kind === 'MeshGateway') {
    const { type, serviceType, ports, runAsRoot = false } = spec as unknown as MeshGatewaySpec;
    return { type, serviceType, ports, runAsRoot, annotations: {} };
  }
  if (kind !== 'IstioMeshGateway') return undefined;
  const { type, service, deployment, runAsRoot = false } = spec as unknown as IstioMeshGatewaySpec;
  return { type, serviceType: service.type, ports: service.ports, runAsRoot, annotations: deployment?.podMetadata?.annotations ?? {} };
}

function made(name: string, namespace: string, { type, serviceType, ports, runAsRoot, annotations }: Wanted): KubeObject[] {
  const labels = { 'gateway-name': name, 'gateway-type': type };
  const account = `${name}-service-account`;
  const metadata = { name, namespace };
  const template = {
    metadata: {
      labels: { ...labels, 'sidecar.istio.io/inject': 'true' },
      annotations: { ...annotations, 'inject.istio.io/templates': 'gateway' },
    },
    spec: {
      serviceAccountName: account,
      containers: [{ name: 'istio-proxy', image: 'auto', env: runAsRoot ? [] : [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }] }],
    },
  };
  const group = 'rbac.authorization.k8s.io';
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }];
  const roleRef = { apiGroup: group, kind: 'Role', name };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } },
    { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules },
    { apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects: [{ kind: 'ServiceAccount', name: account, namespace }] },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: labels }, template } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { type: serviceType, selector: labels, ports } },
  ] as KubeObject[];
}
