import type { Redirect } from '../../intent/generated/gateway-intent.ts';

/** A redirect that keeps an unusual port names it: the new host has none, and clients need not send it. `own` is the host where it must be named. */
export function redirectOf({ scheme, host, port, path, code }: Redirect, ports: readonly number[], own: string | undefined): object {
  const keepsPort = scheme === undefined && port === undefined;
  const odd = ports.some((served) => served !== 80 && served !== 443);
  return {
    scheme,
    authority: host ?? own,
    ...(port === undefined ? { derivePort: keepsPort && odd ? 'FROM_REQUEST_PORT' : undefined } : { port }),
    uri: path,
    redirectCode: code,
  };
}
