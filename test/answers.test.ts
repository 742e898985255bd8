import * as assert from 'uvu/assert';
import { parseFile } from '../functions/krm/parse-file.ts';
import { renderItems } from './samples/sample.ts';
import { suite } from './suite.ts';

const answersOf = (...intents: readonly { readonly namespace: string; readonly spec: object }[]): readonly string[] => {
  const texts = intents.map(({ namespace, spec }) =>
    JSON.stringify({ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name: 'intent', namespace }, spec }),
  );
  const { answers, diagnostics } = renderItems(parseFile('intents.yaml', Buffer.from(texts.join('\n---\n'))).value ?? []);
  assert.equal(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  return answers;
};

suite('answers', {
  'routes of all intents stand in the order in which they are tried'() {
    const answers = answersOf(
      { namespace: 'infra', spec: { gateways: [{ name: 'public', allow: [{ namespaces: ['*'] }] }] } },
      { namespace: 'a', spec: { expose: [{ hosts: ['shop.example.com'], to: 'web:80' }] } },
      {
        namespace: 'b',
        spec: {
          expose: [
            {
              hosts: ['shop.example.com'],
              routes: [
                { match: [{ path: { prefix: '/api' }, method: 'POST', headers: [{ name: 'x-beta', present: true }] }], to: 'api:80' },
                { match: [{ path: { exact: '/old' } }], redirect: { path: '/new', code: 302 } },
              ],
            },
          ],
        },
      },
    );
    assert.equal(answers, [
      [
        'http://shop.example.com → infra/public',
        '  /old → redirect 302 to /new',
        '  POST /api/* with x-beta → api.b:80',
        '  * → web.a:80',
      ].join('\n'),
    ]);
  },
  'a port has the routes that are served on it'() {
    const answers = answersOf({
      namespace: 'a',
      spec: {
        gateways: [{ name: 'public' }],
        expose: [
          { hosts: ['shop.example.com'], to: 'web:80' },
          { hosts: ['shop.example.com'], port: 8080, to: 'admin:80' },
        ],
      },
    });
    assert.equal(answers, ['http://shop.example.com → a/public → web.a:80', 'http://shop.example.com:8080 → a/public → admin.a:80']);
  },
  'outside hosts: who, what, which way'() {
    const answers = answersOf(
      { namespace: 'istio-egress', spec: { gateways: [{ name: 'egress', type: 'Egress' }] } },
      {
        namespace: 'shop',
        spec: {
          egress: [
            { url: 'https://api.stripe.com' },
            {
              url: 'http://partner.example.com',
              from: [{ namespace: 'shop', serviceAccounts: ['pay'] }],
              tlsOrigination: { mode: 'Simple' },
            },
            { url: 'https://*.example.org', via: 'Sidecar' },
          ],
        },
      },
    );
    assert.equal(answers, [
      'shop/* → https://*.example.org directly',
      'shop/* → https://api.stripe.com via istio-egress/egress',
      'shop/pay → http://partner.example.com via istio-egress/egress, TLS to port 443',
    ]);
  },
  'an east-west gateway is for other clusters'() {
    const answers = answersOf({ namespace: 'a', spec: { mesh: { network: 'west' }, gateways: [{ name: 'east-west', type: 'EastWest' }] } });
    assert.equal(answers, ['tls://*.local:15443 → a/east-west → the service that the server name says']);
  },
});
