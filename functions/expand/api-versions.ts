import type { Model } from '../intent/model.ts';
import type { KubeObject } from '../krm/kube-object.ts';

/** What Istio before 1.22 calls the API versions that are `v1` since then: https://istio.io/latest/news/releases/1.22.x/announcing-1.22/ */
const older: Readonly<Record<string, string>> = {
  'networking.istio.io/v1': 'networking.istio.io/v1beta1',
  'security.istio.io/v1': 'security.istio.io/v1beta1',
  'telemetry.istio.io/v1': 'telemetry.istio.io/v1alpha1',
};

/** Whether the mesh is older than Istio 1.22: it says so, or it is that of the MeshGateway operators, whose last release is of Istio 1.17. */
function isOlder({ facts: { version }, gateways }: Model): boolean {
  if (version !== undefined) return version[0] === 1 && version[1] < 22;
  return gateways.some(({ provider }) => provider === 'mesh-gateway');
}

/** The object in the API versions that the mesh has. */
export function apiVersions(model: Model): (object: KubeObject) => KubeObject {
  if (!isOlder(model)) return (object) => object;
  return (object) => ({ ...object, apiVersion: older[object.apiVersion] ?? object.apiVersion });
}
