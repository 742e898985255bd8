import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, theOnly } from './expand-intent.ts';

const errors = (gateway: object, exposure: object) =>
  errorsOf(
    expandSpec({
      gateways: [{ name: 'public', ...gateway }],
      expose: [{ hosts: ['shop.example.com'], to: 'web:8080', ...exposure }],
    }),
  );

suite('TLS of servers', {
  'HTTP is not seen in connections that are passed through'() {
    assert.match(
      errors({ tls: { mode: 'Passthrough' } }, {})[0] as string,
      'GI0302 `spec.expose[0]` serves HTTP on connections that are passed through',
    );
    const declared = { listeners: [{ port: 443, protocol: 'HTTP', hosts: ['shop.example.com'], tls: { mode: 'Passthrough' } }] };
    assert.ok(errors(declared, { port: 443 }).some((error) => error.startsWith('GI0302 `spec.gateways[0].listeners[0]`')));
    assert.equal(errors({}, { tls: { mode: 'Passthrough' } }), []);
    assert.equal(errors({ tls: { mode: 'Passthrough' } }, { protocol: 'TLS' }), []);
  },
  'the oldest version must not be newer than the newest'() {
    const versions = (tls: object) => errors({}, { tls: { secretName: 'cert', ...tls } });
    assert.match(
      versions({ minVersion: '1.3', maxVersion: '1.2' })[0] as string,
      'GI0308 TLS of `spec.expose[0]` ends with version 1.2 (`maxVersion`) before it begins with 1.3 (`minVersion`)',
    );
    assert.is(versions({ maxVersion: '1.1' }).length, 1);
    assert.equal(versions({ minVersion: '1.0', maxVersion: '1.1' }), []);
    assert.equal(versions({ minVersion: '1.2', maxVersion: '1.2' }), []);
  },
  'optional client certificates of the Gateway API name their CA, because Istio refuses every client without it'() {
    const spec = (version: string) => ({
      provider: 'istio-gateway-api',
      mesh: { version },
      gateways: [{ name: 'public' }],
      expose: [
        {
          ...{ hosts: ['shop.example.com'], to: 'web:8080' },
          tls: { secretName: 'cert', clientValidation: { mode: 'Optional', caSecretName: 'cert-cacert' } },
        },
      ],
    });
    assert.equal((theOnly(expandSpec(spec('1.30')), 'Gateway').spec as { tls?: object }).tls, {
      frontend: {
        default: {},
        perPort: [{ port: 443, tls: { validation: { caCertificateRefs: [{ group: '', kind: 'Secret', name: 'cert-cacert' }] } } }],
      },
    });
    assert.match(errorsOf(expandSpec(spec('1.29')))[0] as string, /^GI0501 .*clientValidation\.mode: Optional/);
  },
});
