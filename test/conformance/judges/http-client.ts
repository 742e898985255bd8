import type { IncomingMessage } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Echo, MeshAnswer, MeshCall, TlsFacts } from './mesh.ts';

/** Sends an HTTP/1 call to a port of the loopback interface and reports the answer as the miniature Istio does. A client that reports, and judges no certificate. */
export function sendHttp(call: MeshCall, port: number): Promise<MeshAnswer> {
  return new Promise((resolve) => {
    const tls = call.tls === 'tls';
    const base = {
      host: '127.0.0.1',
      port,
      method: call.method,
      path: call.path,
      timeout: 15_000,
      headers: { ...call.headers, host: call.host },
    };
    let serverTLS: TlsFacts | undefined;
    const connect = () => {
      const options = {
        host: '127.0.0.1',
        port,
        rejectUnauthorized: false,
        servername: call.noSni ? '' : call.sni,
        ALPNProtocols: ['http/1.1'],
      };
      const socket = tlsConnect(options, () => {
        serverTLS = readTls(socket);
      });
      return socket;
    };
    const sent = tls ? tlsRequest({ ...base, createConnection: connect }) : plainRequest({ ...base, agent: false });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ error: describe(error), answer: {} }));
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ answer: { ...readAnswer(response, Buffer.concat(chunks).toString()), ...(serverTLS ? { serverTLS } : {}) } }),
      );
    });
    sent.end(call.body);
  });
}

function readAnswer(response: IncomingMessage, text: string): NonNullable<MeshAnswer['answer']> {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, [value ?? []].flat()]));
  const echo = readEcho(text);
  return { status: response.statusCode ?? 0, headers, ...(echo ? { echo } : { body: text }) };
}

function readEcho(text: string): Echo | undefined {
  try {
    const echo = JSON.parse(text) as Echo;
    return echo.pod ? echo : undefined;
  } catch {
    return undefined;
  }
}

function readTls(socket: TLSSocket): TlsFacts {
  const { subjectaltname = '' } = socket.getPeerCertificate();
  return { peerSAN: subjectaltname.split(', ').map((name) => name.replace(/^DNS:/, '')) };
}

/** The words that the miniature Istio's client uses. */
function describe({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ECONNRESET') return 'connection reset by peer';
  return /ssl|tls|alert/i.test(message) ? `tls: ${message}` : message;
}
