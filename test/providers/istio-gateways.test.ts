import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, ofKind, theOnly } from './expand-intent.ts';

interface WrittenServer {
  readonly port: { readonly number: number };
  readonly hosts: readonly string[];
}

const reencrypt = { termination: 'Reencrypt', destinationCACertificate: 'PEM' };

suite('istio gateways', {
  'the Service of an east-west gateway says which network it leads to'() {
    const expanded = expandSpec({ mesh: { network: 'west' }, gateways: [{ name: 'east-west', type: 'EastWest' }] });
    assert.equal(theOnly(expanded, 'Service').metadata.labels, { 'topology.istio.io/network': 'west' });
  },
  'behind a router that encrypts again, any server name is taken, for the namespace that owns the host'() {
    const expanded = expandSpec({
      platform: 'openshift',
      gateways: [
        {
          name: 'public',
          openshiftRoute: reencrypt,
          allow: [{ namespaces: ['*'] }],
          listeners: [{ port: 443, protocol: 'HTTP', hosts: ['*.example.com'], tls: { secretName: 'wildcard' } }],
        },
      ],
      expose: [{ hosts: ['shop.example.com'], to: 'shop:80', tls: { secretName: 'wildcard' } }],
    });
    const { servers } = theOnly(expanded, 'Gateway').spec as { servers: readonly WrittenServer[] };
    assert.equal(servers.find(({ port }) => port.number === 443)?.hosts, ['*.example.com', 'shop/*']);
  },
  'behind a router that encrypts again there is one certificate for each port'() {
    const expose = ['one', 'two'].map((name) => ({ hosts: [`${name}.example.com`], to: `${name}:80`, tls: { secretName: name } }));
    const expanded = expandSpec({ gateways: [{ name: 'public', openshiftRoute: reencrypt }], expose });
    assert.match(errorsOf(expanded).join(), /GI0214 "two.example.com" on port 443/);
  },
  'Routes of one name are told apart by their hosts'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public', openshiftRoute: {} }],
      expose: ['one', 'two'].map((name) => ({ name: 'web', hosts: [`${name}.example.com`], to: `${name}:80` })),
    });
    assert.equal(
      ofKind(expanded, 'Route').map(({ metadata }) => metadata.name),
      ['web', 'two-example-com'],
    );
  },
});

suite('istio gateways: CAs of clients', {
  'are named as istiod takes them for CAs, whatever the Secret is called'() {
    const named = (caSecretName: string): unknown => {
      const expanded = expandSpec({
        mesh: { version: '1.31' },
        gateways: [{ name: 'public' }],
        expose: [{ hosts: ['a.example.com'], to: 'a:80', tls: { secretName: 'site', clientValidation: { caSecretName } } }],
      });
      const { servers } = theOnly(expanded, 'Gateway').spec as {
        servers: readonly { tls?: { mode?: string; caCertCredentialName?: string } }[];
      };
      return servers.find(({ tls }) => tls?.mode === 'MUTUAL')?.tls?.caCertCredentialName;
    };
    assert.is(named('partners'), 'partners-cacert');
    assert.is(named('partners-cacert'), 'partners-cacert');
    assert.is(named('site-cacert'), undefined);
    assert.is(named('site'), undefined);
  },
});
