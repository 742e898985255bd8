import { connect } from 'node:http2';
import type { Socket } from 'node:net';
import type { MeshCall } from '../judges/mesh.ts';
import { type Answer, readEcho } from './answer.ts';

const emptyMessage = Buffer.alloc(5);

/** HTTP/2 over a connection; a gRPC call with an empty message. */
export function sendHttp2(call: MeshCall, socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = connect(`${call.tls === 'tls' ? 'https' : 'http'}://${call.host}`, { createConnection: () => socket });
    session.on('error', reject);
    const isCall = call.protocol === 'grpc';
    const { host: _, ...headers } = call.headers ?? {};
    const stream = session.request({
      ':method': isCall ? 'POST' : (call.method ?? 'GET'),
      ':path': call.path ?? '/',
      ':authority': call.host ?? '',
      ...(headers as Record<string, string>),
      ...(isCall ? { 'content-type': 'application/grpc', te: 'trailers' } : {}),
    });
    const chunks: Buffer[] = [];
    let answer: Answer = {};
    stream.on('error', reject);
    stream.on('response', (received) => {
      const named = Object.entries(received).filter(([name]) => !name.startsWith(':'));
      answer = {
        status: received[':status'] ?? 0,
        headers: Object.fromEntries(named.map(([name, value]) => [name, [value ?? []].flat().map(String)])),
      };
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const text = (isCall && bytes.length > 5 ? bytes.subarray(5) : bytes).toString();
      const echo = readEcho(text);
      resolve({ ...answer, ...(echo ? { echo } : { body: text }) });
      session.destroy();
    });
    stream.end(isCall ? emptyMessage : call.body);
  });
}
