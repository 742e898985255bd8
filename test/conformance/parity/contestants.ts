import type { ProviderName } from '../../../functions/intent/model.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { cluster } from '../verdicts/cluster.ts';
import { envoyGateway } from '../verdicts/envoy-gateway.ts';
import { requests } from '../verdicts/requests.ts';
import type { Verdict } from '../verdicts/verdict.ts';
import { operatorObjects } from './operator.ts';

/** Who answers the requests of a provider, and what its cluster has besides. */
export interface Contestant {
  readonly name: string;
  readonly provider: ProviderName;
  /** `class.name`, where the provider asks for one. */
  readonly class?: string;
  /** What others make of the rendered objects. */
  readonly world: (objects: readonly KubeObject[]) => readonly KubeObject[];
  readonly judges: readonly Verdict[];
}

/** Namespaces of backends in which nothing is rendered. */
const namespaces: readonly KubeObject[] = ['other', 'payments'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));

const nothing = (): readonly KubeObject[] => namespaces;
const withOperator = (objects: readonly KubeObject[]): readonly KubeObject[] => [...namespaces, ...operatorObjects(objects)];

const envoyGatewayClass = (): readonly KubeObject[] => [
  ...namespaces,
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'envoy-gateway' },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  },
];

/** Provider `gateway-api` takes part with each class that can be had: it must be right on all of them. */
export const contestants: readonly Contestant[] = [
  { name: 'istio', provider: 'istio', world: nothing, judges: [cluster, requests] },
  { name: 'mesh-gateway', provider: 'mesh-gateway', world: withOperator, judges: [cluster, requests] },
  { name: 'istio-gateway-api', provider: 'istio-gateway-api', world: nothing, judges: [cluster, requests] },
  { name: 'envoy-gateway', provider: 'envoy-gateway', world: envoyGatewayClass, judges: [cluster, envoyGateway] },
  { name: 'gateway-api with Istio', provider: 'gateway-api', class: 'istio', world: nothing, judges: [cluster, requests] },
  {
    name: 'gateway-api with Envoy Gateway',
    provider: 'gateway-api',
    class: 'envoy-gateway',
    world: envoyGatewayClass,
    judges: [cluster, envoyGateway],
  },
];
