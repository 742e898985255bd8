import type { Gateway, Model } from '../intent/model.ts';

/** Whether a rule at the gateway compares the address of the connection itself, which a Service hides unless it is told not to. */
export function comparesAddresses(model: Model, gateway: Gateway): boolean {
  const { clientIP } = gateway.spec;
  if ((clientIP?.proxyProtocol ?? 'Off') !== 'Off') return false;
  // Proxies tell the address in a header, which only requests have.
  const told = Boolean(clientIP?.trustedProxies);
  const own = model.exposures
    .filter(({ gateway: key, auth, family }) => key === gateway.key && auth?.enforceAt !== 'Workload' && !(told && family === 'http'))
    .map(({ auth }) => auth);
  return [told ? undefined : gateway.spec.auth, ...own].some(
    (auth) =>
      auth?.allowIPs ?? auth?.denyIPs ?? auth?.rules?.some(({ from }) => from?.ipBlocks !== undefined || from?.notIPBlocks !== undefined),
  );
}
