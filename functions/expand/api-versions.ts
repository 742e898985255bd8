import type { Model } from '../intent/model.ts';
import type { KubeObject } from '../krm/kube-object.ts';

/** What Istio before 1.22 calls the API versions that are `v1` since then: https://istio.io/latest/news/releases/1.22.x/announcing-1.22/ */
const older: Readonly<Record<string, string>> = {
  'networking.istio.io/v1': 'networking.istio.io/v1beta1',
  'security.istio.io/v1': 'security.istio.io/v1beta1',
  'telemetry.istio.io/v1': 'telemetry.istio.io/v1alpha1',
};

/** Whether the mesh is older than a version of Istio: it says so, or it is that of the MeshGateway operators, whose last release is of Istio 1.17. */
export function isBefore(minor: number, { facts: { version }, gateways }: Model): boolean {
  if (version !== undefined) return version[0] === 1 && version[1] < minor;
  return gateways.some(({ provider }) => provider === 'mesh-gateway');
}

/** The object in the API versions that the mesh has, without what it does not know yet. */
export function apiVersions(model: Model): (object: KubeObject) => KubeObject {
  const [older22, older23] = [isBefore(22, model), isBefore(23, model)];
  if (!older23) return (object) => object;
  return (object) => {
    const known = withoutPreflights(object);
    return older22 ? { ...known, apiVersion: older[object.apiVersion] ?? object.apiVersion } : known;
  };
}

interface Routes {
  readonly http?: readonly { readonly corsPolicy?: { readonly unmatchedPreflights?: string } }[];
}

/** Istio leaves preflight requests of other origins to the backend, until 1.23 always. */
function withoutPreflights(object: KubeObject): KubeObject {
  const { http } = (object.spec ?? {}) as Routes;
  if (object.kind !== 'VirtualService' || http === undefined) return object;
  const routes = http.map((route) =>
    route.corsPolicy ? { ...route, corsPolicy: { ...route.corsPolicy, unmatchedPreflights: undefined } } : route,
  );
  return { ...object, spec: { ...(object.spec as object), http: routes } };
}
