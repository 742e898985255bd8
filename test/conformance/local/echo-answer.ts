import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Echo, TlsFacts } from '../judges/mesh.ts';
import { keySet } from './tokens.ts';

/** One server of the local world: what it is called, and who is told what it saw. */
export interface LocalServer {
  readonly name: string;
  readonly port: number;
  readonly saw: (echo: SeenEcho) => void;
}

export interface SeenEcho extends Echo {
  /** Of the call that the request belongs to. */
  readonly id: string | undefined;
}

type Request = IncomingMessage | Http2ServerRequest;
type Response = (ServerResponse | Http2ServerResponse) & { setHeader(name: string, value: string): unknown; end(text: string): unknown };

/** How often a call has failed already, by its id. */
const failures = new Map<string, number>();

/**
 * Answers with what was seen. Headers of the request change the answer, as in the miniature Istio (tools/mesh/echo.go): `x-echo-delay`, `x-echo-status`,
 * `x-echo-fail-first`.
 */
export async function answerRequest(server: LocalServer, request: Request, response: Response): Promise<void> {
  const echo = echoOf(server, request);
  const header = (name: string): string | undefined => echo.headers?.[name]?.[0];
  if (echo.id === undefined && /jwks|\/(certs|keys)$/.test(echo.path ?? '')) {
    response.setHeader('content-type', 'application/json');
    response.end(keySet());
    return;
  }
  const delay = /^(\d+)(ms|s)$/.exec(header('x-echo-delay') ?? '');
  if (delay) await new Promise((resolve) => setTimeout(resolve, Number(delay[1]) * (delay[2] === 's' ? 1000 : 1)));
  server.saw(echo);
  if (header('content-type')?.startsWith('application/grpc')) return answerCall(response as Http2ServerResponse, echo);
  response.setHeader('content-type', 'application/json');
  response.statusCode = statusOf(echo, header);
  response.end(JSON.stringify(echo));
}

function statusOf({ id = '' }: SeenEcho, header: (name: string) => string | undefined): number {
  const failing = Number(header('x-echo-fail-first') ?? 0);
  if (failing > 0) {
    const before = failures.get(id) ?? 0;
    failures.set(id, before + 1);
    if (before < failing) return 503;
  }
  return Number(header('x-echo-status') ?? 200);
}

/** gRPC: one message with a length in front, and the status in a trailer. */
function answerCall(response: Http2ServerResponse, echo: SeenEcho): void {
  const text = Buffer.from(JSON.stringify(echo));
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(text.length, 1);
  response.setHeader('content-type', 'application/grpc');
  response.addTrailers({ 'grpc-status': '0' });
  response.end(Buffer.concat([frame, text]));
}

function echoOf({ name, port }: LocalServer, request: Request): SeenEcho {
  const headers: Record<string, string[]> = {};
  for (const [index, header] of request.rawHeaders.entries()) {
    const key = header.toLowerCase();
    if (index % 2 === 0 && !key.startsWith(':')) headers[key] = [...(headers[key] ?? []), request.rawHeaders[index + 1] ?? ''];
  }
  const tls = tlsFacts(request.socket as TLSSocket);
  return {
    id: headers['x-mesh-id']?.[0],
    pod: name,
    name,
    port,
    method: request.method ?? '',
    host: String(request.headers[':authority'] ?? request.headers.host ?? ''),
    path: request.url ?? '',
    headers,
    ...(tls ? { tls } : {}),
  };
}

/** TLS as a server sees it; nothing for plaintext. */
export function tlsFacts(socket: TLSSocket): TlsFacts | undefined {
  if (!socket.encrypted) return undefined;
  const peer = socket.getPeerCertificate();
  const names = peer.subjectaltname?.split(', ').map((name) => name.replace(/^(DNS|URI):/, ''));
  return { sni: String(socket.servername || ''), ...(names ? { peer: String(peer.subject.CN), peerSAN: names } : {}) };
}
