import { createServer as createHttp } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, createServer as createTLS, type Server, TLSSocket, type TlsOptions } from 'node:tls';
import { certificateFor } from './certificates.ts';
import { answerRequest, type LocalServer, tlsFacts } from './echo-answer.ts';

export interface EchoServer {
  readonly port: number;
  stop(): void;
}

/**
 * A server on the loopback interface that answers with what it saw, as the servers of the miniature Istio do: HTTP/1 and HTTP/2, in plaintext and in TLS (with a
 * certificate for the name that is asked for), and a line of text for everything else.
 */
export async function startEchoServer(server: LocalServer): Promise<EchoServer> {
  const answer = (request: unknown, response: unknown): void => {
    void answerRequest(
      server,
      ...([request, response] as unknown as [Parameters<typeof answerRequest>[1], Parameters<typeof answerRequest>[2]]),
    );
  };
  const http = createHttp(answer);
  const http2 = createHttp2(answer);
  const tls = tlsServer((inner) => serve(inner));
  const open = new Set<Socket>();
  const serve = (socket: Socket): void => {
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return void socket.destroy();
      socket.unshift(chunk);
      if (chunk[0] === 0x16 && !(socket instanceof TLSSocket)) tls.emit('connection', socket);
      else if (chunk.toString('latin1', 0, 4) === 'PRI ') http2.emit('connection', socket);
      else if (/^[A-Z]{3,7} /.test(chunk.toString('latin1', 0, 8))) http.emit('connection', socket);
      else answerLine(server, socket);
    });
  };
  const listener = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    stop: () => {
      for (const socket of open) socket.destroy();
      listener.close();
    },
  };
}

/** Ends TLS, with a certificate for the name that is asked for, and goes on with what is inside. */
function tlsServer(then: (inner: TLSSocket) => void): Server {
  const contextFor = (name: string) => {
    const { certificate: cert, key, ca } = certificateFor([name]);
    return createSecureContext({ cert, key, ca });
  };
  const { certificate: cert, key, ca } = certificateFor(['localhost']);
  const options: TlsOptions = {
    ...{ cert, key, ca },
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2', 'http/1.1'],
    SNICallback: (name, done) => done(null, contextFor(name)),
  };
  return createTLS(options, then).on('tlsClientError', () => undefined);
}

function answerLine({ name, port, saw }: LocalServer, socket: Socket): void {
  socket.once('data', (chunk: Buffer) => {
    const data = chunk.toString().trim();
    const tls = tlsFacts(socket as TLSSocket);
    const echo = { id: /mesh-id=(\S+)/.exec(data)?.[1], pod: name, name, port, data, ...(tls ? { tls } : {}) };
    saw(echo);
    socket.end(`${JSON.stringify(echo)}\n`);
  });
}
