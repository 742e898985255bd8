import { type Limit, onlyValues, type Use } from './limit.ts';

const providers = ['mesh-gateway'] as const;

/** Whether it is the operator of Banzai Cloud that runs the pods. */
const isBanzai = ({ facts }: Use): boolean => facts.controlPlane === undefined;
const withoutControlPlane = 'without `mesh.controlPlane`';
const newerOrIstio = "use Cisco's operator (`mesh.controlPlane`), or provider `istio`";

/** A field that neither operator has a word for. */
const nobody = (field: string, reason: string, alternative = 'remove it, or use provider `istio`', only?: Limit['only']): Limit => ({
  field: `gateways[].${field}`,
  providers,
  reason,
  alternative,
  ...(only === undefined ? {} : { only }),
});

/** A field that only Cisco's operator has a word for. */
const cisco = (field: string, reason: string, words = '', holds: (use: Use) => boolean = () => true): Limit => ({
  field: `gateways[].${field}`,
  providers,
  reason,
  alternative: newerOrIstio,
  only: { words: `${words} ${withoutControlPlane}`.trim(), holds: (use) => isBanzai(use) && holds(use) },
});

const noWord = 'MeshGateway has no field for it';
const noAnnotation = 'it is told to the pods by an annotation, and the operator of Banzai Cloud gives its pods none';

/** What the operators' own kinds cannot say: pkg/apis/istio/v1beta1 and pkg/resources/gateways (1.10), api/v1alpha1 and the chart istio-meshgateway (2.x) of banzaicloud/istio-operator. */
export const meshLimits: readonly Limit[] = [
  cisco(
    'deployment.replicas.targetCPUUtilization',
    'the operator of Banzai Cloud scales at 80 per cent',
    'other than `80`',
    ({ value }) => value !== 80,
  ),
  cisco('deployment.pod.annotations', 'the operator of Banzai Cloud ignores annotations of pods'),
  ...['topologySpreadConstraints', 'priorityClassName', 'imagePullSecrets', 'volumes', 'volumeMounts'].map((field) =>
    cisco(`deployment.pod.${field}`, noWord),
  ),
  cisco('service.loadBalancerSourceRanges', noWord),
  cisco('client.forwardClientCertificate', noAnnotation),
  cisco('clientIP.trustedProxies', noAnnotation, 'other than `0`', ({ value }) => value !== 0),
  cisco('clientIP.proxyProtocol', noAnnotation, '`Required`', ({ value }) => value === 'Required'),
  nobody('deployment.pod.serviceAccountName', 'the operator makes the identity, and names it after the gateway'),
  nobody('deployment.pod.terminationGracePeriodSeconds', 'the operators have no field for it'),
  nobody(
    'deployment.kernel',
    'the operator decides what its pods ask of the kernel',
    'remove it, or use provider `istio`',
    onlyValues('Legacy'),
  ),
  ...['loadBalancerClass', 'ipFamilies', 'ipFamilyPolicy', 'ports[].appProtocol'].map((field) =>
    nobody(`service.${field}`, 'the operators have no field for it'),
  ),
  {
    field: 'gateways[].service.labels',
    providers,
    reason: "Cisco's operator gives the Service labels of its own only",
    alternative: 'remove it, or use provider `istio`',
    only: { words: 'with `mesh.controlPlane`', holds: (use) => !isBanzai(use) },
  },
];
