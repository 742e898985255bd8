import * as assert from 'uvu/assert';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { expandSpec } from '../providers/expand-intent.ts';
import { renderItems } from '../samples/sample.ts';
import { suite } from '../suite.ts';

const intent = (namespace: string, spec: object): string =>
  JSON.stringify({ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name: namespace, namespace }, spec });

const errors = (...texts: readonly string[]): string[] => {
  const items = texts.flatMap((text, index) => parseFile(`${index}.yaml`, Buffer.from(text)).value ?? []);
  return renderItems(items).diagnostics.map(({ code, place }) => `${place?.file} ${code}`);
};

const platform = (more: object): string =>
  intent('infra', {
    gateways: [
      { name: 'edge', allow: [{ namespaces: ['*'] }], ...more },
      { name: 'out', type: 'Egress' },
    ],
    mesh: { dnsCapture: 'Enabled' },
  });
const app = (more: object = {}): string =>
  intent('shop', { expose: [{ hosts: ['a.example.com'], to: 'a:80', ...more }], egress: [{ url: 'tcp://db.example.org:5432' }] });

suite('intents: only the first cause is told', {
  'a platform intent that cannot be read does not make its gateways unknown to others'() {
    assert.equal(
      errors(
        platform({ replicas: 3 }),
        app(),
        intent('cart', { expose: [{ hosts: ['b.example.com'], gateway: 'infra/edge', to: 'b:80' }] }),
      ),
      ['0.yaml GI0101'],
    );
  },
  'a gateway that nobody declares is told all the same'() {
    assert.equal(errors(platform({ replicas: 3 }), app({ gateway: 'edg' })), ['0.yaml GI0101', '1.yaml GI0208']);
  },
  'facts that are not known because of it are not missed'() {
    assert.equal(errors(platform({ name: 'Edge' }), intent('shop', { egress: [{ url: 'tcp://db.example.org:5432', via: 'Sidecar' }] })), [
      '0.yaml GI0104',
    ]);
  },
});

suite('intents: what holds for several ports is told once', {
  'a namespace that nobody can check'() {
    const ports = [443, 8443].map((port) => ({ port, protocol: 'HTTPS' }));
    const { diagnostics } = expandSpec({
      gateways: [{ name: 'out', type: 'Egress' }],
      egress: [{ hosts: ['bank.example.org'], ports, from: [{ namespace: 'shop' }, { namespace: 'reports' }] }],
    });
    assert.is(diagnostics.filter(({ code, message }) => code === 'GI0225' && message.includes('egress[0].from`')).length, 1);
  },
});
