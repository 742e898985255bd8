import type { Request } from './request.ts';

/** The request inside of TLS that ended at this proxy. */
export function innerOf(request: Request, ended: boolean): Request {
  if (!ended && request.tls !== 'none') return request;
  const bare = { tls: 'none', serverName: undefined, alpn: undefined, clientCertificate: undefined } as const;
  return { ...request, ...(request.wrapped ?? bare), wrapped: undefined };
}
