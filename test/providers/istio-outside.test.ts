import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { expandSpec, expandText, theOnly } from './expand-intent.ts';

const simple = { tls: { mode: 'Simple' } };

interface Entry {
  readonly ports: readonly { readonly number: number; readonly protocol: string; readonly targetPort?: number }[];
  readonly addresses?: readonly string[];
  readonly exportTo?: readonly string[];
}

suite('istio: backends outside of the mesh', {
  'TLS that begins at the gateway does not make sidecars read port 443 as HTTP'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [{ hosts: ['shop.example.com'], backends: [{ host: 'old.example.org', port: 443 }], backendPolicy: simple }],
    });
    const { ports } = theOnly(expanded, 'ServiceEntry').spec as unknown as Entry;
    assert.equal(ports, [{ number: 80, name: 'http-80', protocol: 'HTTP', targetPort: 443 }]);
    const { http } = theOnly(expanded, 'VirtualService').spec as { http: readonly unknown[] };
    assert.equal(http, [{ route: [{ destination: { host: 'old.example.org', port: { number: 80 } } }] }]);
  },
  'TLS is for the port that wants it; another port of the host stays plain'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [
        { hosts: ['a.example.com'], backends: [{ host: 'old.example.org', port: 443 }], backendPolicy: simple },
        { hosts: ['b.example.com'], backends: [{ host: 'old.example.org', port: 80 }] },
      ],
    });
    const { ports } = theOnly(expanded, 'ServiceEntry').spec as unknown as Entry;
    assert.equal(
      ports.map(({ number, targetPort }) => [number, targetPort]),
      [
        [8080, 443],
        [80, undefined],
      ],
    );
    const { trafficPolicy } = theOnly(expanded, 'DestinationRule').spec as { trafficPolicy: object };
    assert.equal(trafficPolicy, {
      portLevelSettings: [
        { port: { number: 8080 }, tls: { mode: 'SIMPLE', sni: 'old.example.org', subjectAltNames: ['old.example.org'] } },
      ],
    });
  },
  'a TCP host has an address, so that it does not take the port of all others'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public' }],
      expose: [{ protocol: 'TCP', port: 5432, backends: [{ host: 'db.example.org', port: 5432 }] }],
    });
    const { addresses } = theOnly(expanded, 'ServiceEntry').spec as unknown as Entry;
    assert.match(addresses?.join() ?? '', /^240\.\d+\.\d+\.\d+$/);
  },
  'a host that two teams lead to is declared once, where the gateway and both see it'() {
    const intent = (namespace: string, spec: object) =>
      JSON.stringify({ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name: namespace, namespace }, spec });
    const lead = (host: string) => ({
      expose: [{ hosts: [host], backends: [{ host: 'old.example.org', port: 443 }], backendPolicy: simple }],
    });
    const expanded = expandText(
      [
        intent('infra', { gateways: [{ name: 'public', allow: [{ namespaces: ['*'] }] }] }),
        intent('a', lead('a.example.com')),
        intent('b', lead('b.example.com')),
      ].join('\n---\n'),
    );
    const { metadata, spec } = theOnly(expanded, 'ServiceEntry');
    assert.is(metadata.namespace, 'infra');
    assert.equal((spec as unknown as Entry).exportTo, ['.', 'a', 'b']);
  },
  'a gateway that calls a Service with a Secret knows the subsets of that Service too'() {
    const expanded = expandSpec({
      gateways: [{ name: 'public', namespace: 'infra' }],
      expose: [
        { hosts: ['a.example.com'], to: 'web:443', backendPolicy: { tls: { mode: 'Mutual', clientSecretName: 'client' } } },
        { hosts: ['b.example.com'], backends: [{ service: 'web', port: 443, labels: { version: 'v2' } }] },
      ],
    });
    const { metadata, spec } = theOnly(expanded, 'DestinationRule');
    assert.is(metadata.namespace, 'infra');
    assert.equal((spec as { subsets: unknown }).subsets, [{ name: 'v2', labels: { version: 'v2' } }]);
  },
});
