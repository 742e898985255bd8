import * as assert from 'uvu/assert';
import { expandText } from '../providers/expand-intent.ts';
import { suite } from '../suite.ts';

const intent = (management: string, url = 'http://api.example.org'): string =>
  JSON.stringify({
    apiVersion: 'gatewayintent.dev/v1alpha1',
    kind: 'GatewayIntent',
    metadata: { name: 'out', namespace: 'out' },
    spec: { gateways: [{ name: 'out', type: 'Egress', management }], egress: [{ url }] },
  });
const written = (selector: object): string =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'old', namespace: 'istio-system' },
    spec: { selector, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['old.example.org'] }] },
  });
const told = (...texts: readonly string[]): string[] =>
  expandText(texts.join('\n---\n'))
    .diagnostics.filter(({ code }) => code === 'GI0237')
    .map(({ message }) => message);

suite('egress gateways of pods that exist', {
  'warn of hand-written ways through the same pods, which their policy refuses'() {
    assert.match(
      told(intent('Config'), written({ istio: 'egressgateway' })).join(),
      /refuses those of Gateway "istio-system\/old" \(intent\.yaml\)$/,
    );
  },
  'say nothing of the ways through other pods, or where pods are made'() {
    assert.equal(told(intent('Config'), written({ istio: 'ingressgateway' })), []);
    assert.equal(told(intent('Full'), written({ istio: 'egressgateway' })), []);
    assert.equal(told(intent('Config')), []);
  },
});
