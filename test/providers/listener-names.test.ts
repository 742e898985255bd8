import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { expandSpec, ofKind, theOnly } from './expand-intent.ts';

const exposed = (names: string, provider: string) =>
  expandSpec({
    provider,
    gateways: [{ name: 'public' }],
    expose: [...names].map((name) => ({ hosts: [`${name}.example.com`], to: 'web:80', tls: { secretName: name } })),
  });

interface Servers {
  readonly servers: readonly { readonly port: { readonly name: string } }[];
}

const serverNames = (names: string): string[] =>
  (theOnly(exposed(names, 'istio'), 'Gateway').spec as Servers).servers.map(({ port }) => port.name);

interface Route {
  readonly parentRefs: readonly { readonly sectionName: string }[];
}

/** The listeners that the routes of hosts name. */
const sections = (names: string): Record<string, string> =>
  Object.fromEntries(
    ofKind(exposed(names, 'envoy-gateway'), 'HTTPRoute').map(({ metadata, spec }) => [
      metadata.name,
      (spec as Route).parentRefs.map(({ sectionName }) => sectionName).join(),
    ]),
  );

suite('names of listeners do not depend on other hosts', {
  'servers of Istio are told apart by certificate'() {
    assert.equal(serverNames('a'), ['http', 'https']);
    assert.equal(serverNames('bc'), ['http', 'https-b', 'https-c']);
    assert.equal(serverNames('abc'), ['http', 'https-a', 'https-b', 'https-c']);
  },
  'routes of the Gateway API stay at theirs'() {
    assert.is(sections('a')['a-example-com'], 'https');
    const [before, after] = [sections('bc'), sections('abcd')];
    assert.is(before['b-example-com'], 'https-b-example-com');
    assert.equal([after['b-example-com'], after['c-example-com']], [before['b-example-com'], before['c-example-com']]);
  },
  'two servers of one certificate are told apart by host'() {
    const expose = [
      { hosts: ['a.example.com'], to: 'web:80', tls: { secretName: 's' } },
      { hosts: ['b.example.com'], to: 'web:80', tls: { secretName: 's', minVersion: '1.3' } },
    ];
    const { servers } = theOnly(expandSpec({ gateways: [{ name: 'public' }], expose }), 'Gateway').spec as Servers;
    assert.equal(
      servers.map(({ port }) => port.name),
      ['http', 'https-s', 'https-b-example-com'],
    );
  },
});
