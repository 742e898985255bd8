import * as assert from 'uvu/assert';
import { expandText, theOnly } from '../providers/expand-intent.ts';
import { suite } from '../suite.ts';

const document = (apiVersion: string, kind: string, name: string, spec: object): string =>
  JSON.stringify({ apiVersion, kind, metadata: { name, namespace: 'shop' }, spec });
const intent = (host: string, more: object = {}): string =>
  document('gatewayintent.dev/v1alpha1', 'GatewayIntent', 'shop', {
    expose: [{ meshHosts: [host], name: 'routes', to: 'web:80' }],
    ...more,
  });
const hostsOf = (...texts: readonly string[]): unknown => theOnly(expandText(texts.join('\n---\n')), 'VirtualService', 'routes').spec;

const hostOf = (...texts: readonly string[]): string => (hostsOf(...texts) as { hosts: string[] }).hosts.join();

suite('hosts inside the mesh', {
  'a Service may be written as in `to`, whether it is in the package or not'() {
    for (const host of ['reviews.shop', 'reviews', 'reviews.shop.svc', 'reviews.shop.svc.cluster.local'])
      assert.is(hostOf(intent(host)), 'reviews.shop.svc.cluster.local');
    assert.is(hostOf(intent('reviews.other')), 'reviews.other.svc.cluster.local');
  },
  'a name of a host outside stays as it is'() {
    assert.is(hostOf(intent('api.example.com')), 'api.example.com');
    assert.is(hostOf(intent('example.com', { egress: [{ url: 'http://example.com', via: 'Sidecar' }] })), 'example.com');
    const entry = { hosts: ['example.com'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' };
    assert.is(hostOf(intent('example.com'), document('networking.istio.io/v1', 'ServiceEntry', 'entry', entry)), 'example.com');
  },
});
