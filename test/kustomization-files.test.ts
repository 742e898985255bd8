import * as assert from 'uvu/assert';
import { withFiles } from './conformance/judges/temporary.ts';
import { gatewayIntent } from './hosts/program.ts';
import { suite } from './suite.ts';

const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec:
  selector: {istio: ingress}
  servers:
  - port: {number: 443, name: https, protocol: HTTPS}
    hosts: [shop.example.com]
    tls: {mode: SIMPLE, credentialName: shop-cert}
---
apiVersion: v1
kind: Pod
metadata: {name: ingress, namespace: shop, labels: {istio: ingress}}
spec: {containers: [{name: istio-proxy, image: auto}]}
`;
const generator = 'secretGenerator:\n- name: shop-cert\n  files: [tls.crt, tls.key]\n';
const typed = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

/** What `lint --complete` finds in the Gateway beside a kustomization. */
const found = (kustomization: string) =>
  withFiles({ 'gateway.yaml': gateway, 'kustomization.yaml': kustomization }, async (folder) => {
    const { stdout, stderr } = await gatewayIntent(['lint', folder, '--complete', '-o', 'json']);
    assert.is(stderr.includes('internal error'), false, stderr);
    return (JSON.parse(stdout) as { readonly code: string; readonly path?: string }[]).map(({ code }) => code);
  });

suite('kustomizations beside manifests', {
  async 'may have no metadata'() {
    const missing = await found(`${typed}resources: [gateway.yaml]\n`);
    assert.ok(missing.includes('GI2301'), missing.join(' '));
    for (const metadata of ['', 'metadata: {}\n', 'metadata: null\n', 'metadata: {annotations: null}\n'])
      assert.is((await found(`${typed}${metadata}${generator}`)).includes('GI2301'), false, metadata);
  },
  async 'need neither apiVersion nor kind'() {
    assert.is((await found(generator)).includes('GI2301'), false);
    assert.ok((await found('resources: [gateway.yaml]\n')).includes('GI2301'));
  },
});
