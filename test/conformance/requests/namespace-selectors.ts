import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { namespaceOf } from './gateways.ts';

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

interface Listener {
  readonly name: string;
  readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string; readonly selector?: Selector } };
}

/**
 * Gateways as the offline translator must be told of them: it forgets the labels of namespaces, so a listener whose selector takes the namespaces of all routes
 * of its gateway is open to all. One that does not take them all stays as it is, and none of them are admitted.
 */
export function withoutSelectors(object: KubeObject, objects: readonly KubeObject[]): KubeObject {
  const { listeners } = (object.spec ?? {}) as { listeners?: readonly Listener[] };
  if (object.kind !== 'Gateway' || listeners === undefined) return object;
  const opened = listeners.map((listener) => {
    const routed = objects.filter((route) => refersTo(route, object, listener.name)).map(namespaceOf);
    const { from, selector } = listener.allowedRoutes?.namespaces ?? {};
    const takesAll = from === 'Selector' && selector !== undefined && routed.every((name) => takes(selector, labelsOf(name, objects)));
    return takesAll ? { ...listener, allowedRoutes: { ...listener.allowedRoutes, namespaces: { from: 'All' } } } : listener;
  });
  return { ...object, spec: { ...(object.spec as object), listeners: opened } };
}

/** Whether a route names a listener of the gateway, or the gateway as a whole. */
function refersTo(route: KubeObject, gateway: KubeObject, listener: string): boolean {
  const { parentRefs = [] } = (route.spec ?? {}) as {
    parentRefs?: readonly { name: string; namespace?: string; sectionName?: string }[];
  };
  return parentRefs.some(
    ({ name, namespace = namespaceOf(route), sectionName = listener }) =>
      name === gateway.metadata.name && namespace === namespaceOf(gateway) && sectionName === listener,
  );
}

/** Every API server labels a namespace with its name. */
function labelsOf(name: string, objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const found = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  return { ...found?.metadata.labels, 'kubernetes.io/metadata.name': name };
}

function takes({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => operator === 'In' && values.includes(labels[key] ?? ''))
  );
}
