import type { Gateway } from '../../intent/model.ts';
import type { ConditionContext } from './access-conditions.ts';

/**
 * Which addresses rules compare. Behind a proxy the connection's address is the proxy's, and what the proxies tell is another field; those that tell it by a
 * header tell it for HTTP only.
 */
export function ipField({ spec: { clientIP } }: Gateway, isHTTP: boolean): ConditionContext['ipField'] {
  const told = (clientIP?.proxyProtocol ?? 'Off') !== 'Off' || (isHTTP && Boolean(clientIP?.trustedProxies));
  return told ? 'remoteIpBlocks' : 'ipBlocks';
}
