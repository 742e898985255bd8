import type { Exposure, Route } from '../model.ts';

const usual: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * Whether a redirect must name the host although it keeps it: Envoy leaves the port that the client wrote in place when the new port is the usual one of the
 * scheme, so `https` from port 8080 would lead to port 8080 again (measured; ApplyRedirect in pilot/pkg/networking/core/route/route.go of istio/istio).
 */
export function namesHost({ action }: Route, ports: readonly (number | undefined)[]): boolean {
  if (action.kind !== 'redirect' || action.redirect.host !== undefined) return false;
  const { scheme, port } = action.redirect;
  if (scheme === undefined && port === undefined) return false;
  const isUsual = port === undefined || (scheme === undefined ? Object.values(usual).includes(port) : usual[scheme] === port);
  return isUsual && ports.some((served) => served !== undefined && !Object.values(usual).includes(served));
}

/** Whether one of the routes of an exposure does. */
export const namesHosts = ({ routes, attachments }: Exposure): boolean => {
  const ports = attachments.map(({ port }) => port);
  return routes.some((route) => namesHost(route, ports));
};
