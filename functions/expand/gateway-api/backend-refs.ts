import type { Backend, Route } from '../../intent/model.ts';
import { mergeHeaders } from '../../intent/resolve/routes.ts';
import type { BackendUse, Dialect } from './dialect.ts';
import { type Filter, headerFilter } from './http-filters.ts';

/** What names a backend in a route: a Service, or an object of the class's own. */
export interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** A Service as a backend. */
export function serviceReference({ backend, namespace }: BackendUse): Reference {
  return { name: backend.name, ...(backend.namespace === namespace ? {} : { namespace: backend.namespace }), port: backend.port };
}

type Use = Omit<BackendUse, 'backend'>;

/** The backends of a route with their shares; a single one needs none. */
export function backendReferences(route: Route, use: Use, dialect: Dialect): object[] {
  const { action, rewrite } = route;
  if (action.kind !== 'forward') return [];
  const several = action.backends.length > 1;
  return action.backends.map((backend) => {
    const filters = backendFilters(backend, several && rewrite?.host === 'Auto', dialect);
    return {
      ...dialect.reference({ ...use, backend }),
      weight: several ? (backend.weight ?? 1) : undefined,
      filters: filters.length > 0 ? filters : undefined,
    };
  });
}

function backendFilters(backend: Backend, ownHost: boolean, dialect: Dialect): Filter[] {
  const byHeader = ownHost && dialect.ownHost === 'header';
  return [
    ...headerFilter(
      'RequestHeaderModifier',
      byHeader ? mergeHeaders({ set: { Host: backend.host } }, backend.requestHeaders) : backend.requestHeaders,
    ),
    ...headerFilter('ResponseHeaderModifier', backend.responseHeaders),
    ...(ownHost && !byHeader ? [{ type: 'URLRewrite', urlRewrite: { hostname: backend.host } }] : []),
  ];
}
