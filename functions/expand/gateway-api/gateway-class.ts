import type { Gateway } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Made } from '../made.ts';

/** Where the controller finds parameters of all gateways of a class. */
export interface ParametersReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** The GatewayClasses that gateways ask to be made, each once. */
export function gatewayClasses(
  gateways: readonly Gateway[],
  className: (gateway: Gateway) => string,
  controllerName: string,
  parameters: (gateway: Gateway) => ParametersReference | undefined = () => undefined,
): Made[] {
  const asking = gateways.filter(({ spec, management }) => spec.class?.management === 'Full' && management !== 'External');
  return [...groupBy(asking, className)].map(([name, same]) => {
    const parametersRef = same.map(parameters).find((found) => found !== undefined);
    const object: KubeObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName, parametersRef },
    };
    const { item, path } = (same[0] as Gateway).origin;
    return { object, origin: { item, path: [...path, 'class'] }, owners: [...new Set(same.map(({ intent }) => intent.item))] };
  });
}
