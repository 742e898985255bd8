import * as assert from 'uvu/assert';
import { suite } from '../../suite.ts';
import type { MeshAnswer, MeshCall } from '../judges/mesh.ts';
import { type EchoServer, startEchoServer } from './echo-server.ts';
import { send } from './send.ts';

const base: MeshCall = { port: 80, host: 'web.example.com', path: '/a?b=c', method: 'GET' };

/** A server for the time of a test, the call sent to it, and what it saw. */
async function exchange(call: Partial<MeshCall>, id = 'one'): Promise<{ readonly answer: MeshAnswer; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  const server: EchoServer = await startEchoServer({ name: 'web.shop', port: 8080, saw: (echo) => seen.push(echo.id ?? '') });
  const answer = await send({ ...base, ...call }, server.port, id).finally(() => server.stop());
  return { answer, seen };
}

const echoOf = async (call: Partial<MeshCall>) => {
  const { answer } = await exchange(call);
  assert.is(answer.error, undefined);
  return answer.answer?.echo;
};

suite('the local world: its client and its servers', {
  async 'HTTP/1 and HTTP/2, in plaintext and in TLS'() {
    for (const protocol of ['http', 'http2'] as const)
      for (const tls of ['plaintext', 'tls'] as const) {
        const echo = await echoOf({ protocol, tls, sni: 'web.example.com', headers: { 'X-Name': 'value' } });
        assert.equal(
          [echo?.name, echo?.port, echo?.host, echo?.path],
          ['web.shop', 8080, 'web.example.com', '/a?b=c'],
          `${protocol} ${tls}`,
        );
        assert.equal(echo?.headers?.['x-name'], ['value']);
        assert.is(echo?.tls?.sni, tls === 'tls' ? 'web.example.com' : undefined);
      }
  },
  async gRPC() {
    const { answer } = await exchange({ protocol: 'grpc', path: '/shop.Cart/Add' });
    assert.equal([answer.answer?.status, answer.answer?.echo?.method, answer.answer?.echo?.path], [200, 'POST', '/shop.Cart/Add']);
  },
  async 'text over TCP and TLS'() {
    assert.is((await echoOf({ protocol: 'tcp' }))?.name, 'web.shop');
    assert.is((await echoOf({ protocol: 'tcp', tls: 'tls', sni: 'db.example.com' }))?.tls?.sni, 'db.example.com');
  },
  async 'certificates: the one for the name is shown, and that of the client is seen'() {
    const { answer } = await exchange({ tls: 'tls', sni: 'web.example.com', clientCert: true });
    assert.equal(answer.answer?.serverTLS?.peerSAN, ['web.example.com']);
    assert.equal(answer.answer?.echo?.tls?.peerSAN, ['client.example.com']);
  },
  async 'who saw the call'() {
    assert.equal((await exchange({}, 'seven')).seen, ['seven']);
  },
  async 'failures and statuses that are asked for'() {
    const status = async (headers: Record<string, string>) => (await exchange({ headers }, JSON.stringify(headers))).answer.answer?.status;
    assert.is(await status({ 'x-echo-status': '502' }), 502);
    assert.is(await status({ 'x-echo-fail-first': '1' }), 503);
    assert.is(await status({ 'x-echo-fail-first': '1' }), 200);
  },
  async 'a key set for tokens'() {
    const { answer } = await exchange({ path: '/jwks', headers: { 'x-mesh-id': [] } });
    assert.match(answer.answer?.body ?? '', '"kty":"RSA"');
  },
  async 'nobody there'() {
    assert.is((await send(base, 1, 'x')).error, 'connection refused');
  },
});
