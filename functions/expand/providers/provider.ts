import type { Gateway, Model } from '../../intent/model.ts';
import type { Item } from '../../krm/item.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { ServiceProtocols } from '../istio-api/destination-rules.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';

/** What a provider works with besides the model. */
export interface ProviderContext {
  readonly stage: Stage;
  /** What the Services of the package say about a backend's port. */
  readonly services: ServiceProtocols;
  /** The package as it is now. */
  readonly items: readonly Item[];
  /** An object of it. */
  readonly existing: (kind: string, namespace: string, name: string) => KubeObject | undefined;
  /** Whether this provider makes what belongs to no gateway: routes inside the mesh, and outside hosts that sidecars call. */
  readonly hasMesh: boolean;
}

/** What implements gateways. */
export interface Provider {
  /** The objects for the gateways of this provider, and for routes inside the mesh where it is Istio's. */
  expand(model: Model, gateways: readonly Gateway[], context: ProviderContext): Made[];
}
