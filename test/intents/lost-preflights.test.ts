import * as assert from 'uvu/assert';
import { expandSpec } from '../providers/expand-intent.ts';
import { suite } from '../suite.ts';

const cors = { allowOrigins: [{ exact: 'https://app.example.com' }] };

const toldOf = (routes: readonly object[]): string[] =>
  expandSpec({ gateways: [{ name: 'public' }], expose: [{ hosts: ['a.example.com'], cors, routes }] }).diagnostics.map(
    ({ code, message }) => `${code} ${message}`,
  );

const put = (prefix: string, more: object = {}) => ({ match: [{ path: { prefix }, method: 'PUT', ...more }], to: 'write:80' });

suite('intents: browsers ask before they send', {
  'a route for some methods alone is told: the question fits none'() {
    assert.equal(toldOf([put('/a'), { match: [{ path: { prefix: '/b' } }], to: 'b:80' }]), [
      'GI0240 `spec.expose[0].routes[0].match[0].method` is PUT, so preflight requests for "a.example.com", which are OPTIONS requests, fit no route with `cors`',
    ]);
  },
  'nothing is told where a route takes it, whatever headers the request itself must have'() {
    assert.equal(toldOf([put('/a', { headers: [{ name: 'x-a', exact: '1' }] }), { to: 'rest:80' }]), []);
    assert.equal(toldOf([put('/a'), { match: [{ path: { prefix: '/a' }, method: 'OPTIONS' }], to: 'write:80' }]), []);
    assert.equal(toldOf([{ match: [{ path: { prefix: '/a' }, method: 'GET' }], to: 'read:80' }]), [], 'a request without a question');
  },
});
