import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { withFiles } from './conformance/judges/temporary.ts';
import { gatewayIntent } from './hosts/program.ts';
import { suite } from './suite.ts';

const gateway = readFileSync(new URL('rules/GI2307-secret-elsewhere/bad.yaml', import.meta.url), 'utf8');
const generator = 'secretGenerator:\n- name: shop\n  files: [tls.crt, tls.key]\n';
const typed = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

/** What `lint` finds in a Gateway whose Secret is in another namespace, beside a kustomization. */
const found = (kustomization: string) =>
  withFiles({ 'gateway.yaml': gateway, 'kustomization.yaml': kustomization }, async (folder) => {
    const { stdout, stderr } = await gatewayIntent(['lint', folder, '-o', 'json']);
    assert.is(stderr.includes('internal error'), false, stderr);
    return (JSON.parse(stdout) as { readonly code: string; readonly path?: string }[]).map(({ code }) => code);
  });

suite('kustomizations beside manifests', {
  async 'may have no metadata'() {
    const missing = await found(`${typed}resources: [gateway.yaml]\n`);
    assert.ok(missing.includes('GI2307'), missing.join(' '));
    for (const metadata of ['', 'metadata: {}\n', 'metadata: null\n', 'metadata: {annotations: null}\n'])
      assert.is((await found(`${typed}${metadata}${generator}`)).includes('GI2307'), false, metadata);
  },
  async 'need neither apiVersion nor kind'() {
    assert.is((await found(generator)).includes('GI2307'), false);
    assert.ok((await found('resources: [gateway.yaml]\n')).includes('GI2307'));
  },
});
