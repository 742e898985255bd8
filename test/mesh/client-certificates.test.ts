import * as assert from 'uvu/assert';
import { certificateHash } from '../../functions/mesh/listeners/client-demands.ts';
import type { ClientCertificate } from '../../functions/mesh/trace/client-certificate.ts';
import { suite } from '../suite.ts';
import { backend, endsOf, gatewayPods, meshOf, traceUrl } from './mesh-of.ts';

const istio = (tls: string) =>
  meshOf(`${gatewayPods('ingress')}
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: web, namespace: ingress}
spec: {selector: {istio: ingress}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*"], tls: ${tls}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec: {hosts: ["*"], gateways: [ingress/web], http: [{route: [{destination: {host: web}}]}]}
---${backend('shop', 'web')}`);

const envoy = (validation: string) =>
  meshOf(`${backend('shop', 'web')}
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web, namespace: shop}
spec: {gatewayClassName: eg, listeners: [{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec: {parentRefs: [{name: web}], rules: [{backendRefs: [{name: web, port: 80}]}]}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: ClientTrafficPolicy
metadata: {name: p, namespace: shop}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: web}], tls: {clientValidation: ${validation}}}
`);

/** The end, and what it rests on. */
function ask(mesh: ReturnType<typeof meshOf>, clientCertificate?: ClientCertificate): string {
  const found = traceUrl(mesh, 'https://shop.example.com/', { clientCertificate });
  const open = found.dependsOn.filter(({ on }) => on !== 'outside').map(({ because }) => `? ${because}`);
  return [...endsOf(found), ...open].join(' ').replace('100% ', '');
}

const reached = 'web.shop:80';
const sha = 'ab'.repeat(32);

suite('client certificates: what they must have', {
  'names of a Gateway: told in words, met, not met, or open'() {
    const mesh = istio('{mode: MUTUAL, credentialName: c, subjectAltNames: [a.example.com, "spiffe://x/y"]}');
    const text = JSON.stringify(traceUrl(mesh, 'https://shop.example.com/').ends[0]?.end);
    assert.match(text, 'demands a client certificate for \\"a.example.com\\" or \\"spiffe://x/y\\"');
    assert.is(ask(mesh, {}), `${reached} ? whether the client's certificate is one for "a.example.com" or "spiffe://x/y"`);
    assert.is(ask(mesh, { names: ['a.example.com'] }), reached);
    assert.is(ask(mesh, { names: ['DNS:b.example.com', 'URI:spiffe://x/y'] }), reached);
    assert.is(ask(mesh, { names: ['*.example.com'] }), reached);
    for (const name of ['b.example.com', '*.b.a.example.com', '*.com', 'URI:*.example.com', 'spiffe://X/Y'])
      assert.is(ask(mesh, { names: [name] }), 'certificate', name);
    const refused = JSON.stringify(traceUrl(mesh, 'https://shop.example.com/', { clientCertificate: { names: ['b'] } }).ends[0]?.end);
    assert.match(refused, 'takes client certificates for \\"a.example.com\\" or \\"spiffe://x/y\\" only, and the client\'s is for \\"b\\"');
  },
  'hashes: of either list, with or without colons; those of which nothing is told stay open'() {
    const mesh = istio(
      `{mode: MUTUAL, credentialName: c, verifyCertificateHash: ["${sha.toUpperCase()}"], verifyCertificateSpki: [c3BraQ==]}`,
    );
    const shown = (...hashes: string[]) => ask(mesh, { hashes: hashes.map(certificateHash) });
    assert.is(ask(mesh, {}), `${reached} ? whether the client's certificate is one with a hash that is listed`);
    assert.is(shown(sha), reached);
    assert.is(shown('AB:'.repeat(32).slice(0, -1)), reached);
    assert.is(shown('c3BraQ=='), reached);
    assert.match(shown('cd'.repeat(32)), /^web\.shop:80 \? whether/);
    assert.is(shown('cd'.repeat(32), 'YWJj'), 'certificate');
  },
  'names and hashes are both demanded'() {
    const mesh = istio(`{mode: MUTUAL, credentialName: c, subjectAltNames: [a.example.com], verifyCertificateHash: [${sha}]}`);
    assert.match(ask(mesh, { names: ['a.example.com'] }), /is one with a hash/);
    assert.is(ask(mesh, { names: ['b.example.com'] }), 'certificate');
    assert.is(ask(mesh, { names: ['b.example.com'], hashes: [certificateHash(sha)] }), 'certificate');
    assert.is(ask(mesh, { names: ['a.example.com'], hashes: [certificateHash(sha)] }), reached);
  },
  'certificates that are optional must be right where they are shown; those that nobody verifies need not be'() {
    const optional = istio('{mode: OPTIONAL_MUTUAL, credentialName: c, subjectAltNames: [a.example.com]}');
    assert.is(ask(optional), reached);
    assert.is(ask(optional, { names: ['b.example.com'] }), 'certificate');
    const skipped = istio('{mode: MUTUAL, credentialName: c, subjectAltNames: [a.example.com], insecureSkipVerify: true}');
    assert.is(ask(skipped), 'certificate');
    assert.is(ask(skipped, { names: ['b.example.com'] }), reached);
    assert.is(ask(istio('{mode: SIMPLE, credentialName: c, subjectAltNames: [a.example.com]}'), {}), reached);
  },
  'hashes beside certificates that are files are not looked at'() {
    const files = `{mode: MUTUAL, serverCertificate: /c, privateKey: /k, caCertificates: /a, verifyCertificateHash: [${sha}]}`;
    assert.is(ask(istio(files), {}), reached);
  },
  'names of a ClientTrafficPolicy have a kind and a way to match'() {
    const mesh = envoy(
      '{caCertificateRefs: [{name: ca}], subjectAltNames: {dnsNames: [{type: Suffix, value: .example.com}], uris: [{type: RegularExpression, value: "spiffe://x/[a-z]+"}]}}',
    );
    assert.is(ask(mesh), 'certificate');
    assert.is(ask(mesh, {}), `${reached} ? whether the client's certificate is one for "*.example.com" or "/spiffe://x/[a-z]+/"`);
    assert.is(ask(mesh, { names: ['DNS:a.example.com'] }), reached);
    assert.is(ask(mesh, { names: ['URI:spiffe://x/web'] }), reached);
    assert.is(ask(mesh, { names: ['URI:https://a.example.com', 'DNS:example.com'] }), 'certificate');
  },
  'modes of a ClientTrafficPolicy'() {
    const more = 'caCertificateRefs: [{name: ca}], subjectAltNames: {dnsNames: [{value: a.example.com}]}';
    const wrong = { names: ['b.example.com'] };
    const found = ['Request', 'RequireAny', 'VerifyIfGiven', 'RequireAndVerify'].map((mode) => {
      const mesh = envoy(`{mode: ${mode}, ${more}}`);
      return [ask(mesh), ask(mesh, wrong)];
    });
    assert.equal(found, [
      [reached, reached],
      ['certificate', reached],
      [reached, 'certificate'],
      ['certificate', 'certificate'],
    ]);
    assert.equal([ask(envoy(`{optional: true, ${more}}`)), ask(envoy(`{optional: true, ${more}}`), wrong)], [reached, 'certificate']);
  },
});
