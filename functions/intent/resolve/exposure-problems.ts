import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Exposure, Gateway } from '../model.ts';
import { authProblems } from './auth-problems.ts';
import { routeProblems, unnamedHosts } from './route-problems.ts';
import { httpProtocols } from './tls.ts';

/** What is wrong with an exposure beyond its schema, once its gateway is known. */
export function* exposureProblems(exposure: Exposure, gateway: Gateway | undefined): Generator<Diagnostic> {
  if (exposure.family === 'http' && exposure.hosts.includes('*') && gateway !== undefined)
    yield findingAt('GI0230', exposure.intent.item, [...exposure.origin.path, 'hosts'], {
      message: `"*" serves every host that nobody else of gateway "${gateway.key}" serves`,
      fix: 'name the hosts, or leave it when it is meant',
    });
  for (const route of exposure.routes) yield* routeProblems(route, exposure);
  yield* authProblems(exposure.auth, exposure.intent.item, [...exposure.origin.path, 'auth']);
  yield* withoutBackends(exposure);
  yield* redirectProblems(exposure);
  if (gateway !== undefined) yield* addressProblems(exposure, gateway);
  if (gateway?.management === 'External') yield* uncounted(exposure, gateway);
  if (gateway?.provider === 'istio' || gateway?.provider === 'mesh-gateway') yield* unnamedHosts(exposure);
}

/** What is said about backends where every route answers by itself. */
function* withoutBackends({ routes, backendPolicy, weightsOwner, intent, origin }: Exposure): Generator<Diagnostic> {
  if (routes.some(({ action, mirror }) => action.kind === 'forward' || mirror !== undefined)) return;
  for (const [field, value] of Object.entries({ backendPolicy, weightsOwner })) {
    if (value === undefined) continue;
    const path = [...origin.path, field];
    yield findingAt('GI0231', intent.item, path, {
      message: `\`${formatPath(path)}\` has no backend to be about: every route of the exposure answers by itself`,
      fix: 'remove it',
    });
  }
}

/** Proxies redirect to port 443 only. */
function* redirectProblems({ attachments, intent }: Exposure): Generator<Diagnostic> {
  for (const { redirect, port, protocol, origin } of attachments) {
    if (redirect !== 'asked' || (port === 443 && httpProtocols.has(protocol))) continue;
    const path = [...origin.path, 'tls', 'httpsRedirect'];
    yield findingAt('GI0305', intent.item, path, {
      message: `\`${formatPath(path)}\` leads to port 443, but the exposure is ${httpProtocols.has(protocol) ? `served on ${port}` : protocol}`,
      fix: 'remove it, or serve the host on port 443',
    });
  }
}

/** Istio's proxies count requests by an EnvoyFilter for their pods, which belong to somebody else. */
function* uncounted({ rateLimit, intent, origin }: Exposure, gateway: Gateway): Generator<Diagnostic> {
  if (rateLimit === undefined || gateway.provider === 'envoy-gateway' || gateway.provider === 'gateway-api') return;
  const path = [...origin.path, 'rateLimit'];
  yield findingAt('GI0221', intent.item, path, {
    message: `\`${formatPath(path)}\` cannot be enforced at gateway "${gateway.key}": it belongs to another package, and its pods are not known`,
    fix: 'declare the gateway with `management: Config` and its `workload`',
  });
}

/** Behind an OpenShift router every connection comes from the router. */
function* addressProblems(exposure: Exposure, gateway: Gateway): Generator<Diagnostic> {
  const { auth, intent, origin } = exposure;
  const route = exposure.openshiftRoute ?? gateway.spec.openshiftRoute;
  const told = (gateway.spec.clientIP?.trustedProxies ?? 0) > 0 || (gateway.spec.clientIP?.proxyProtocol ?? 'Off') !== 'Off';
  const field = auth?.allowIPs
    ? 'allowIPs'
    : auth?.denyIPs
      ? 'denyIPs'
      : auth?.rules?.some(({ from }) => from?.ipBlocks || from?.notIPBlocks)
        ? 'rules'
        : undefined;
  if (field === undefined || route === undefined || told || auth?.enforceAt === 'Workload') return;
  const path = [...origin.path, 'auth', field];
  yield findingAt('GI0232', intent.item, path, {
    message: `\`${formatPath(path)}\` would see the address of OpenShift's router, not that of the client`,
    fix: `set \`clientIP\` of gateway "${gateway.key}": \`{trustedProxies: 1}\` where the router ends TLS or speaks plain HTTP, \`{proxyProtocol: Required}\` with passthrough`,
  });
}
