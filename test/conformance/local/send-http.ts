import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { MeshCall } from '../judges/mesh.ts';
import { type Answer, readEcho } from './answer.ts';

/** HTTP/1.1 over a connection. */
export function sendHttp(call: MeshCall, socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, path, host } = call;
    const sent = request({
      ...(method ? { method } : {}),
      ...(path ? { path } : {}),
      setHost: false,
      headers: { ...call.headers, host: host ?? '' },
      createConnection: () => socket,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, [value ?? []].flat()]));
        const echo = readEcho(text);
        resolve({ status: response.statusCode ?? 0, headers, ...(echo ? { echo } : { body: text }) });
        socket.destroy();
      });
    });
    sent.end(call.body);
  });
}
