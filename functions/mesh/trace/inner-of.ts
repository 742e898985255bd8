import type { Request } from './request.ts';

/** The request inside of TLS that ended at this proxy. */
export function innerOf(request: Request, ended: boolean): Request {
  return ended || request.tls === 'none'
    ? { ...request, tls: 'none', serverName: undefined, alpn: undefined, clientCertificate: false }
    : request;
}
