import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { MeshAnswer, MeshCall, TlsFacts } from '../judges/mesh.ts';
import type { Answer } from './answer.ts';
import { certificateFor } from './certificates.ts';
import { sendHttp } from './send-http.ts';
import { sendHttp2 } from './send-http2.ts';
import { sendLine } from './send-line.ts';
import { tokenOf } from './tokens.ts';

/** A connection that stands, with what the client was shown. */
interface Connection {
  readonly socket: Socket;
  readonly serverTLS: TlsFacts | undefined;
}

/** Milliseconds: longer than the longest time limit that any provider has of its own. */
const patience = 25_000;

/** Sends a call to a port of the loopback interface and reports the answer as the miniature Istio does. A client that reports, and judges no certificate. */
export async function send(written: MeshCall, port: number, id: string): Promise<MeshAnswer> {
  const authorization: MeshCall['headers'] = written.jwt === undefined ? {} : { authorization: `Bearer ${tokenOf(written.jwt)}` };
  const call = { ...written, headers: { 'x-mesh-id': id, ...written.headers, ...authorization } };
  try {
    const connection = await connected(call, port);
    const answer = await exchange(call, connection, id);
    return { answer: { ...answer, ...(connection.serverTLS ? { serverTLS: connection.serverTLS } : {}) } };
  } catch (error) {
    return { error: describe(error as NodeJS.ErrnoException), answer: {} };
  }
}

function exchange(call: MeshCall, { socket }: Connection, id: string): Promise<Answer> {
  if (call.protocol === 'tcp' || call.protocol === 'mysql') return sendLine(socket, id);
  return call.protocol === 'http' || call.protocol === undefined ? sendHttp(call, socket) : sendHttp2(call, socket);
}

function connected(call: MeshCall, port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const own = call.clientCert ? certificateFor(['client.example.com'], call.clientCert === true ? 'trusted' : 'untrusted') : undefined;
    const options = { host: '127.0.0.1', port };
    const secure = {
      rejectUnauthorized: false,
      servername: call.noSni ? '' : (call.sni ?? ''),
      ALPNProtocols: { http: ['http/1.1'], http2: ['h2'], grpc: ['h2'], tcp: undefined, mysql: undefined }[call.protocol ?? 'http'],
      ...(own ? { cert: own.certificate, key: own.key } : {}),
    };
    const socket: Socket | TLSSocket = call.tls === 'tls' ? connectTls({ ...options, ...secure }) : connect(options);
    socket.setTimeout(patience, () => socket.destroy(new Error('timeout')));
    socket.once('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('connection reset'), { code: 'ECONNRESET' })));
    socket.once(call.tls === 'tls' ? 'secureConnect' : 'connect', () => resolve({ socket, serverTLS: shown(socket) }));
  });
}

function shown(socket: Socket): TlsFacts | undefined {
  const { encrypted, getPeerCertificate } = socket as TLSSocket;
  if (!encrypted) return undefined;
  const { subjectaltname = '' } = getPeerCertificate.call(socket as TLSSocket);
  return { peerSAN: subjectaltname.split(', ').map((name) => name.replace(/^DNS:/, '')) };
}

/** The words that the miniature Istio's client uses. */
function describe({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'connection reset by peer';
  return /ssl|tls|alert/i.test(message) ? `tls: ${message}` : message;
}
