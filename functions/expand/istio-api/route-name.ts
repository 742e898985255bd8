import type { RouteEntry } from '../../intent/model.ts';

/** The name of the routes of a limited exposure, by which they are found; other routes keep the name they were given. */
export const routeName = ({ exposure, route }: Pick<RouteEntry, 'exposure' | 'route'>): string | undefined =>
  route.name ?? (exposure.rateLimit === undefined ? undefined : `${exposure.namespace}-${exposure.name}`);
