import type { Socket } from 'node:net';
import { type Answer, readEcho } from './answer.ts';

/** A line of text over a connection, answered by one. */
export function sendLine(socket: Socket, id: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('close', () => {
      const echo = readEcho(text);
      if (echo) resolve({ echo });
      else reject(Object.assign(new Error('connection reset'), { code: 'ECONNRESET' }));
    });
    socket.write(`hello mesh-id=${id}\n`);
  });
}
