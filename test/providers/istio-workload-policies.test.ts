import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { expandText, theOnly } from './expand-intent.ts';

interface Rules {
  readonly rules: readonly { readonly to?: readonly { readonly operation: Readonly<Record<string, readonly string[]>> }[] }[];
}

const intent = (auth: object): string =>
  JSON.stringify({
    apiVersion: 'gatewayintent.dev/v1alpha1',
    kind: 'GatewayIntent',
    metadata: { name: 'shop', namespace: 'shop' },
    spec: {
      gateways: [{ name: 'public' }],
      expose: [{ hosts: ['shop.example.com'], to: 'web:80', auth: { enforceAt: 'Workload', selector: { app: 'web' }, ...auth } }],
    },
  });
const service = (targetPort: number | string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort }] },
  });
const tokens = { jwt: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' }] };

const portsOf = (texts: readonly string[], name = 'shop-example-com'): unknown => {
  const { rules } = theOnly(expandText(texts.join('\n---\n')), 'AuthorizationPolicy', name).spec as unknown as Rules;
  return rules.map(({ to }) => to?.[0]?.operation.ports);
};

suite('istio policies of backends', {
  'hold for the port that the exposure leads to: other ports of the pods are not shut'() {
    assert.equal(portsOf([intent(tokens), service(8080)]), [['8080']]);
    assert.equal(portsOf([intent({ rules: [{ action: 'ALLOW', to: { methods: ['GET'] } }] }), service(8080)]), [['8080']]);
  },
  'hold for all ports where the package does not say which one it is: a guess would open the others'() {
    assert.equal(portsOf([intent(tokens)]), [undefined]);
    assert.equal(portsOf([intent(tokens), service('http')]), [undefined]);
  },
});
