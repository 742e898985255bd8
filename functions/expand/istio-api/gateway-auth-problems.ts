import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import type { Auth } from '../../intent/generated/gateway-intent.ts';
import type { Gateway, Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';

/** What the `auth` of a gateway cannot be enforced for: exposures whose requests the gateway does not see. */
export function* gatewayAuthProblems({ exposures }: Model, gateway: Gateway, auth: Auth): Generator<Diagnostic> {
  const byHeader = Boolean(gateway.spec.clientIP?.trustedProxies) && (gateway.spec.clientIP?.proxyProtocol ?? 'Off') === 'Off';
  const speaksOfRequests =
    auth.jwt ??
    auth.extAuthz ??
    auth.rules?.some(({ to, headers, claims, from }) => to ?? headers ?? claims ?? from?.requestPrincipals ?? from?.notRequestPrincipals) ??
    (byHeader ? (auth.allowIPs ?? auth.denyIPs) : undefined);
  const unseen = exposures.find(({ gateway: key, family }) => key === gateway.key && family !== 'http');
  if (!speaksOfRequests || unseen === undefined) return;
  const path = [...gateway.origin.path, 'auth'];
  yield findingAt('GI0235', gateway.intent.item, path, {
    message: `\`${formatPath(path)}\` speaks of requests, which gateway "${gateway.key}" does not see in \`${formatPath(unseen.origin.path)}\` of GatewayIntent "${unseen.intent.key}" (${unseen.protocol})`,
    fix: 'use another gateway for it, or let the backend enforce its own rules',
  });
}
