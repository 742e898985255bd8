import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Echo } from './mesh.ts';

export interface EchoServer {
  readonly port: number;
  stop(): void;
}

/** An HTTP/1 server on the loopback interface that answers with what it saw, as the servers of the miniature Istio do. */
export async function startEchoServer(name: string, port: number): Promise<EchoServer> {
  const server = createServer((request, response) => {
    const headers: Record<string, string[]> = {};
    for (const [index, header] of request.rawHeaders.entries()) {
      if (index % 2 === 0) headers[header] = [...(headers[header] ?? []), request.rawHeaders[index + 1] ?? ''];
    }
    const echo: Echo = {
      pod: name,
      name,
      port,
      method: request.method ?? '',
      host: request.headers.host ?? '',
      path: request.url ?? '',
      headers,
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(echo));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
