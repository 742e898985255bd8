import type { TLS } from '../generated/gateway-intent.ts';
import type { Protocol, ServerTLS } from '../model.ts';

/** Protocols whose server has virtual hosts and HTTP routes. */
export const httpProtocols: ReadonlySet<Protocol> = new Set(['HTTP', 'HTTP2', 'GRPC']);

/**
 * TLS of a listener: what it says itself over the gateway's default. The default is for HTTP protocols, and not for port 80; a certificate of
 * its own replaces the default's whole. `undefined` is plaintext.
 */
export function serverTLS(
  own: TLS | undefined,
  fallback: TLS | undefined,
  protocol: Protocol,
  port: number | undefined,
): ServerTLS | undefined {
  const inherits = httpProtocols.has(protocol) && port !== 80;
  const base = own === undefined ? (inherits ? fallback : undefined) : inherited(own, fallback);
  if (base === undefined) return protocol === 'TLS' ? { mode: 'Passthrough' } : undefined;
  const { mode = protocol === 'TLS' ? 'Passthrough' : 'Terminate', httpsRedirect: _, ...rest } = base;
  if (mode === 'None') return undefined;
  return mode === 'Terminate' ? { mode, minVersion: '1.2', ...rest } : { mode, ...rest };
}

function inherited(own: TLS, fallback: TLS | undefined): TLS {
  if (fallback === undefined || (own.mode !== undefined && own.mode !== (fallback.mode ?? 'Terminate'))) return own;
  if (own.secretName === undefined && own.files === undefined) return { ...fallback, ...own };
  const { secretName: _, additionalSecretNames: __, issuerRef: ___, files: ____, ...settings } = fallback;
  return { ...settings, ...own };
}

/** Whether port 80 is opened to redirect, and whether the user asked for it. */
export function redirectOf(
  own: TLS | undefined,
  fallback: TLS | undefined,
  tls: ServerTLS | undefined,
  protocol: Protocol,
  port: number | undefined,
): 'asked' | 'default' | undefined {
  if (tls === undefined || port === undefined) return undefined;
  const written = own?.httpsRedirect ?? fallback?.httpsRedirect;
  if (written !== undefined) return written ? 'asked' : undefined;
  return tls.mode === 'Terminate' && port === 443 && httpProtocols.has(protocol) ? 'default' : undefined;
}
