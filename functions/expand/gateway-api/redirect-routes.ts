import type { Gateway } from '../../intent/model.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Listener } from './listeners.ts';
import { routeObject } from './route-objects.ts';

/** Most listeners of one route. */
const mostParents = 32;

/** Routes that answer everything on listeners with `httpsRedirect` by a redirect to https; they have no hosts but those of their listeners. */
export function redirectRoutes(gateway: Gateway, listeners: readonly Listener[]): KubeObject[] {
  const redirecting = listeners.filter(({ server }) => server.httpsRedirect);
  const count = Math.ceil(redirecting.length / mostParents);
  return Array.from({ length: count }, (_, index) => {
    const part = redirecting.slice(index * mostParents, (index + 1) * mostParents);
    const name = `${gateway.name}-https-redirect${index === 0 ? '' : `-${index + 1}`}`;
    return routeObject(
      'HTTPRoute',
      name,
      gateway.namespace,
      { exposures: [], gateway },
      {
        parentRefs: part.map((listener) => ({ name: gateway.name, sectionName: listener.name })),
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      },
    );
  });
}
